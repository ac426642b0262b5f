/// Text that tries everything at once.
enum HostileText {
  /// What shows that a text came through.
  static let sign = "EVIL"

  /// One that a literal may not hold.
  private static let noncharacter = Unicode.Scalar(0xFDD0).map { String($0) } ?? ""

  /// One line: controls, C1, bidi, invisible and forbidden characters, and runner commands.
  static let line =
    "\(sign)\u{1B}[31m\u{7}\u{7F}\u{9B}32m\u{85}\u{90}x\u{202E}y\u{2066}z\u{200E}\u{61C}"
    + "\u{200B}\u{2060}\u{FEFF}\u{AD}\u{180E}\u{115F}\u{1160}\u{3164}\u{FFA0}\u{34F}\u{E0041}"
    + "\u{2028}\u{2029}\u{FFFE}\u{FFF9}\(noncharacter) a\u{200D}b #\u{200D}#[x] "
    + "##[error]e ###[x]y ##vso[task.setvariable]v ##VSO[x]y ##teamcity[x]"

  /// Lines that a runner would obey, should one of them begin a line.
  static let lines = """
    \(line)
    ::error::\(sign)
       ::set-output name=\(sign)::y
    \u{A0}::warning::n
    \r::debug::\(sign)
    ::stop-commands::x ::error file=a,line=1::b
    """

  /// A scalar of YAML in double quotes, whose escapes make controls of a file that holds none.
  static func quoted(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case "\n": result += "\\n"
      default:
        let digits = String(scalar.value, radix: 16)
        let width = scalar.value > 0xFFFF ? 8 : 4
        result +=
          (0x20..<0x7F).contains(scalar.value)
          ? String(scalar)
          : (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count)
            + digits
      }
    }
    return "\"\(result)\""
  }

  /// What may be the name of a file.
  static let name = "\(sign)\u{1B}[31m\u{202E}\u{9B}##[error]f ##vso[x]y\n::error::\(sign)"
  /// What git takes in a ref: no control, colon, blank or bracket.
  static let ref = "\(sign)\u{202E}\u{200B}\u{9B}31m\u{E0041}##vso\u{FEFF}"
  static let json: String = {
    var result = ""
    for unit in lines.utf16 {
      let digits = String(unit, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
    return result
  }()
}
