import Foundation
import Specs

/// libFuzzer's driver, which its runtime library brings along without a header that Swift reads.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@main
enum Main {
  static func main() throws {
    if CommandLine.arguments.count == 3, CommandLine.arguments[1] == "seeds" {
      return try writeSeeds(to: CommandLine.arguments[2])
    }
    var count = CommandLine.argc
    var words = CommandLine.unsafeArgv
    exit(runDriver(&count, &words, { fuzzOneInput($0, $1) }))
  }

  /// The examples of every rule, each with the byte that chooses its kind: where varying begins.
  private static func writeSeeds(to folder: String) throws {
    let kinds = Schema.builtIn.kinds
    for rule in Registry.rules {
      for (name, example) in [("bad", rule.bad), ("good", rule.good)] {
        for (number, file) in RuleExample(example).files.enumerated() {
          let kind = Schema.builtIn.kind(ofPath: file.path)
          let choice = kinds.firstIndex { $0.name == kind } ?? kinds.count
          let path = "\(folder)/\(rule.code)-\(name)-\(number)"
          try Data([UInt8(choice)] + file.text.utf8).write(to: URL(fileURLWithPath: path))
        }
      }
    }
    let hostile = [
      "sync: {remote: \"--upload-pack=x\", branch: main@{1}}\nids: {refs: [\"refs/pull/*\", -x]}\n",
      "kinds:\n  a: {folder: a}\n  b: {folder: b}\nstatus: {a: [x], b: [y]}\nfields: {a: {f: }}\n",
      "ignore: [{path: \"**\"}, {path: \"tasks/*\", rules: [S1]}]\nrules: {ALL: ignore}\n",
    ]
    for (number, text) in hostile.enumerated() {
      let path = "\(folder)/settings-\(number)"
      try Data([UInt8(kinds.count)] + text.utf8).write(to: URL(fileURLWithPath: path))
    }
    for (number, text) in ["**/a*b/**\nx/ab/y", "*?*?*?*a\naaaaaaaaaa", "docs/old/**\ndocs/old/x"]
      .enumerated()
    {
      let path = "\(folder)/glob-\(number)"
      try Data([UInt8(kinds.count + 2)] + text.utf8).write(to: URL(fileURLWithPath: path))
    }
    try writeMerges(to: folder)
  }

  /// The merges that the tests expect, each as one input.
  private static func writeMerges(to folder: String) throws {
    let cases = "Tests/MergeTests/Cases"
    for name in try FileManager.default.contentsOfDirectory(atPath: cases) where name.first != "c" {
      let files = try ["base", "ours", "theirs"].map {
        try Data(contentsOf: URL(fileURLWithPath: "\(cases)/\(name)/\($0).md"))
      }
      let choice = UInt8(Schema.builtIn.kinds.count + 1)
      let input = Data([choice]) + Data(files.joined(separator: [MergeLaws.separator]))
      try input.write(to: URL(fileURLWithPath: "\(folder)/merge-\(name)"))
    }
  }
}
