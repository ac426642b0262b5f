/// A text with places marked by keycaps (`1️⃣` to `9️⃣`), taken out and remembered.
package struct Marked {
  package let text: String
  /// Byte offset of each marker's place in `text`.
  package let offsets: [String: Int]

  package init(_ source: String) {
    var text = ""
    var offsets: [String: Int] = [:]
    for character in source {
      let scalars = Array(character.unicodeScalars)
      if scalars.count == 3, scalars[1].value == 0xFE0F, scalars[2].value == 0x20E3 {
        offsets[String(character)] = text.utf8.count
      } else {
        text.append(character)
      }
    }
    self.text = text
    self.offsets = offsets
  }
}
