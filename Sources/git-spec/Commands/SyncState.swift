internal import ArgumentParser
internal import Git
internal import SpecSync

/// What `sync status` and `sync log` take.
struct SyncPlaceFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Where the sync state is: ref, or file:PATH.", valueName: "place"))
  var state: String?

  @Option(help: ArgumentHelp("Remote that holds the sync state.", valueName: "name"))
  var remote: String?

  @OptionGroup var server: ServerOptions

  @Option(help: "How to print the answer: text or json.")
  var format: AnswerFormat = .text

  @OptionGroup var talk: TalkOptions

  func store() throws -> (SyncTarget, any StateStore) {
    let environment = Surroundings.environment
    let repository = try Repository.open(
      directory: Surroundings.directory, environment: environment)
    let connection = try SyncConnection(server, environment, repository)
    var request = SyncRequest()
    request.state = state
    request.remote = remote
    request.project = server.projectID
    request.allowsBranch = true
    let target = try SyncTarget(
      request, repository, host: connection.url.authority, environment: environment, planned: nil)
    return (target, try target.store(request, mayBeOffline: true))
  }
}

extension Sync {
  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "status",
      abstract: "Says how far the server is, from the sync state alone.")
    @OptionGroup var flags: SyncPlaceFlags

    private struct Document: Encodable {
      let schemaVersion = 1
      let command = "sync status"
      let state: String
      let commit: String?
      let items: [String: Int]
      let deleted: Int
      let pending: [String]
      let pushing: String?
      let remarks: [String]
    }

    func run() throws {
      let (target, store) = try flags.store()
      let state = try store.read()
      let entries = state.index.all
      var counts: [String: Int] = [:]
      for entry in entries where !entry.isDeleted && entry.server != nil {
        counts[entry.kind.rawValue, default: 0] += 1
      }
      let pushing = state.head.lease.flatMap {
        $0.expires > Surroundings.secondsSince1970 ? $0.holder : nil
      }
      let document = Document(
        state: store.place, commit: state.head.commit, items: counts,
        deleted: entries.count { $0.isDeleted && $0.server != nil },
        pending: state.head.pending, pushing: pushing, remarks: state.remarks)
      for remark in state.remarks { Talk.say("note: \(Terminal.safe(remark))") }
      if flags.format == .json { return Talk.answer(try JSONText.text(document)) }
      Talk.answer(text(document, target))
    }

    private func text(_ document: Document, _ target: SyncTarget) -> String {
      let place = Terminal.safe("\(target.project) on \(target.host)")
      let state = Terminal.safe(document.state)
      guard let commit = document.commit else {
        return "nothing is synced yet to \(place)\nstate: \(state)\n"
      }
      let kinds = SyncItem.Kind.allCases.compactMap { kind in
        document.items[kind.rawValue].map { "\($0) \(kind.rawValue)\($0 == 1 ? "" : "s")" }
      }
      var text = "synced: \(Terminal.safe(String(commit.prefix(9)))) to \(place)\n"
      text += "items:  \(kinds.isEmpty ? "none" : kinds.joined(separator: ", "))\n"
      text += "state:  \(state)\n"
      if document.deleted > 0 {
        text += "gone:   \(document.deleted), which `--prune` ends on the server\n"
      }
      for path in document.pending { text += "not in step: \(Terminal.safe(path))\n" }
      if let pushing = document.pushing {
        text += "a push is under way: \(Terminal.safe(pushing))\n"
      }
      return text
    }
  }

  struct Log: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "log",
      abstract: "Lists what was pushed when and by whom.")
    @Option(name: [.short, .long], help: "At most so many entries.")
    var number = 20
    @OptionGroup var flags: SyncPlaceFlags

    func validate() throws { if number < 1 { throw ValidationError("--number is 1 or more") } }

    private struct Document: Encodable {
      let schemaVersion = 1
      let command = "sync log"
      let entries: [StateLogEntry]
    }

    func run() throws {
      let (_, store) = try flags.store()
      let entries = try store.log(limit: number)
      if flags.format == .json { return Talk.answer(try JSONText.text(Document(entries: entries))) }
      for entry in entries {
        let lines = entry.message.split(separator: "\n", omittingEmptySubsequences: false)
        Talk.answer(
          "\(Surroundings.utc(entry.time))  \(Terminal.safe(String(lines.first ?? "")))\n")
        for line in lines.dropFirst() where !line.isEmpty {
          Talk.answer("    \(Terminal.safe(String(line)))\n")
        }
      }
    }
  }
}
