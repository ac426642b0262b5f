/// A kind of spec; open, because a project's settings may add its own.
package struct KindName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  package static let prd = KindName(rawValue: "prd")
  package static let document = KindName(rawValue: "document")
  package static let requirement = KindName(rawValue: "requirement")
  package static let design = KindName(rawValue: "design")
  package static let ticket = KindName(rawValue: "ticket")
  package static let task = KindName(rawValue: "task")

  package var description: String { rawValue }
}
