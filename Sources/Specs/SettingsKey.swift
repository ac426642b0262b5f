/// Every key of `config.yaml` that has a meaning of its own, by the mapping that it stands in.
///
/// What reads the settings and what describes them go through these, so that a new key is read and
/// described or does not compile.
enum SettingsKey {
  enum Top: String, CaseIterable {
    case rules, ignore, kinds, fields, status, merge, ids, renumbered, hooks, sync
  }
  enum Ignore: String, CaseIterable { case path, rules }
  enum Kind: String, CaseIterable { case folder, prefix, required }
  enum Field: String, CaseIterable { case values }
  enum Merge: String, CaseIterable {
    case later, sets, furthest
    case keyedLists = "keyed_lists"
  }
  enum IDs: String, CaseIterable { case refs, width }
  enum Hooks: String, CaseIterable { case eachCommit = "each_commit" }
  enum Sync: String, CaseIterable {
    case branch, remote
    case maxDelete = "max_delete"
    case status, fields
  }
}
