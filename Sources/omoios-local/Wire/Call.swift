internal import FoundationEssentials
internal import HTTPTypes

/// A request as routes see it.
struct Call: Sendable {
  let parameters: [String: String]
  let query: [String: String]
  let headers: HTTPFields
  let body: JSON?
  let user: User?

  /// Who asks; only routes without authentication have nobody.
  func caller() throws -> User {
    guard let user else { throw Refusal.unauthorized("Missing authorization credentials") }
    return user
  }

  /// A part of the path.
  func path(_ name: String) -> String { parameters[name] ?? "" }

  /// A part of the path that has to be a UUID, in the form that the store holds.
  func uuid(_ name: String) throws -> String {
    guard let id = UUID(uuidString: path(name)) else {
      throw Refusal(invalid: [
        Form.problem(
          "uuid_parsing", ["path", .string(name)], "Input should be a valid UUID",
          .string(path(name)))
      ])
    }
    return id.uuidString.lowercased()
  }

  func form() throws -> Form { try Form(body) }

  /// A filter; an empty one is none.
  func filter(_ name: String) -> String? { query[name].flatMap { $0.isEmpty ? nil : $0 } }

  func integer(_ name: String, default value: Int) throws -> Int {
    guard let text = query[name] else { return value }
    guard let number = Int(text) else {
      throw Refusal(invalid: [
        Form.problem(
          "int_parsing", ["query", .string(name)],
          "Input should be a valid integer, unable to parse string as an integer", .string(text))
      ])
    }
    return number
  }

  func bool(_ name: String) throws -> Bool? {
    guard let text = query[name] else { return nil }
    switch text.lowercased() {
    case "true", "1", "yes", "on": return true
    case "false", "0", "no", "off": return false
    default:
      throw Refusal(invalid: [
        Form.problem(
          "bool_parsing", ["query", .string(name)],
          "Input should be a valid boolean, unable to interpret input", .string(text))
      ])
    }
  }

  /// `limit` and `offset` without bounds: a negative one reaches the database and fails there.
  func page(limit: Int) throws -> (limit: Int, offset: Int) {
    let page = (
      limit: try integer("limit", default: limit), offset: try integer("offset", default: 0)
    )
    guard page.limit >= 0, page.offset >= 0 else { throw Refusal.crash }
    return page
  }
}
