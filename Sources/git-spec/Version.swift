/// The version of the tool, said once.
enum Version {
  static let number = "0.1.0"
}
