/// The variables that tell git where a repository is, for children that run in another folder.
enum RepositoryEnvironment {
  /// Every place absolute and said outright, so that no child has to find the repository again.
  ///
  /// `directory` is where relative paths count from; a relative index file counts from the top of
  /// the working tree, as git reads it.
  static func forChildren(
    of layout: Layout, in directory: String, _ environment: [String: String]
  ) -> [String: String] {
    var environment = environment
    func absolute(_ path: String, from folder: String) -> String {
      path.hasPrefix("/") ? path : folder + "/" + path
    }
    environment["GIT_DIR"] = layout.gitDirectory
    if let top = layout.workTree { environment["GIT_WORK_TREE"] = top }
    if let common = environment["GIT_COMMON_DIR"] {
      environment["GIT_COMMON_DIR"] = absolute(common, from: directory)
    }
    if let index = environment["GIT_INDEX_FILE"] {
      environment["GIT_INDEX_FILE"] = absolute(index, from: layout.workTree ?? directory)
    }
    if let objects = environment[ObjectFolders.main] {
      environment[ObjectFolders.main] = absolute(objects, from: directory)
    }
    if let others = environment[ObjectFolders.others] {
      environment[ObjectFolders.others] = ObjectFolders.joined(
        ObjectFolders.split(others).map { absolute($0, from: directory) })
    }
    return environment
  }
}
