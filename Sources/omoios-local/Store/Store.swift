internal import FoundationEssentials
internal import GRDB

/// The database of a stand-in: one file, or memory.
struct Store: Sendable {
  private let writer: any DatabaseWriter

  init(path: String) throws {
    if path == ":memory:" {
      writer = try DatabaseQueue()
    } else {
      // A pool is in WAL mode: long lists do not make writers wait, and a killed server loses
      // nothing that it has answered for.
      writer = try DatabasePool(path: path)
    }
    try writer.write { try $0.execute(sql: Self.schema) }
  }

  func read<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await writer.read(work)
  }

  func write<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await writer.write(work)
  }

  /// For the time before anything is served.
  func prepare(_ work: (Database) throws -> Void) throws { try writer.write(work) }

  /// A new id, in lower case as Python writes them.
  static func newID(_ prefix: String = "") -> String { prefix + UUID().uuidString.lowercased() }
}

/// Questions in SQL; statements are kept, because the same few are asked all the time.
extension Database {
  /// Rows as objects, with the columns in the order of the question.
  func objects(_ sql: String, _ arguments: StatementArguments = []) throws -> [JSON] {
    let rows = try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments)
    var objects: [JSON] = []
    while let row = try rows.next() { objects.append(row.object) }
    return objects
  }

  func object(_ sql: String, _ arguments: StatementArguments = []) throws -> JSON? {
    try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)?.object
  }

  func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try Int.fetchOne(try cachedStatement(sql: sql), arguments: arguments) ?? 0
  }

  func text(_ sql: String, _ arguments: StatementArguments = []) throws -> String? {
    try String.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
  }

  func run(_ sql: String, _ arguments: StatementArguments = []) throws {
    try cachedStatement(sql: sql).execute(arguments: arguments)
  }

  /// Whether any row answers.
  func exists(_ sql: String, _ arguments: StatementArguments = []) throws -> Bool {
    try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments) != nil
  }

  /// Sets columns of one row and moves `updated_at`, unless every value is there already.
  func update(
    _ table: String, id: String,
    _ changes: [(column: String, value: (any DatabaseValueConvertible)?)]
  ) throws {
    guard !changes.isEmpty else { return }
    let values = changes.map(\.value)
    let sets = changes.map { "\($0.column) = ?" }.joined(separator: ", ")
    let differ = changes.map { "\($0.column) IS NOT ?" }.joined(separator: " OR ")
    try run(
      "UPDATE \(table) SET \(sets), updated_at = \(Store.now) WHERE id = ? AND (\(differ))",
      StatementArguments(values + [id] + values))
  }
}

extension Row {
  private static let written: Set = [
    "settings", "dependencies", "execution_config", "design", "result", "tasks",
  ]
  private static let flags: Set = [
    "github_connected", "autonomous_execution_enabled", "completed", "is_blocked",
  ]

  /// The row as an object.
  var object: JSON {
    .object(
      map { column, value in
        let json: JSON =
          switch value.storage {
          case .null: .null
          case .int64(let number):
            Self.flags.contains(column) ? .bool(number != 0) : .integer(Int(number))
          case .double(let number): .number(number)
          case .string(let text): Self.written.contains(column) ? .written(text) : .string(text)
          case .blob: .null
          }
        return JSON.Member(name: column, value: json)
      })
  }
}
