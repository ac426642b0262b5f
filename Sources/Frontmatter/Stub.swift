// Placeholder types until the parser lands: whoever lands the real ones deletes this file.
package enum ScalarStyle: Sendable { case plain, singleQuoted, doubleQuoted, literal, folded }
package enum ScalarType: Sendable { case null, bool, int, float, timestamp, string, merge }
package struct Scalar: Sendable, Hashable { package let text: String; package let style: ScalarStyle; package let range: Range<Int>; package let tag: String?; package let anchor: String?; package var type: ScalarType { .string } }
package struct Field: Sendable { package let key: Scalar; package let value: Value; package let range: Range<Int>; package let leadingComments: Range<Int> }
package struct Item: Sendable { package let value: Value; package let range: Range<Int> }
package enum CollectionStyle: Sendable { case flow, block }
package indirect enum Value: Sendable { case scalar(Scalar), sequence(items: [Item], style: CollectionStyle, range: Range<Int>), mapping(fields: [Field], style: CollectionStyle, range: Range<Int>), alias(name: String, range: Range<Int>) }
package struct ParseError: Error, Sendable { package let message: String; package let range: Range<Int> }
package struct Document: Sendable {
  package let text: SourceText
  package let body: Range<Int>
  package let fields: [Field]
  package static func parse(_ bytes: [UInt8]) -> Parsed { .absent(SourceText(bytes)) }
  package static func headerRange(of bytes: [UInt8]) -> Range<Int>? { nil }
}
package struct Salvaged: Sendable { package let key: String, text: String, keyRange: Range<Int>, valueRange: Range<Int> }
package enum Parsed: Sendable { case document(Document); case absent(SourceText); case failed(ParseError, SourceText, salvage: [Salvaged]) }
package struct Edit: Sendable, Hashable { package let range: Range<Int>; package let replacement: [UInt8] }
