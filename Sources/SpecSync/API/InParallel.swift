/// Does the same to every element, a few at a time; results in the elements' order.
///
/// After the first error no further element is begun; what has begun is waited for, since a request
/// that is under way must not be cut off.
package func inParallel<Element: Sendable, Result: Sendable>(
  _ elements: some Collection<Element> & Sendable, limit: Int = 4,
  _ work: @escaping @Sendable (Element) async throws -> Result
) async throws -> [Result] {
  var waiting = Array(elements).enumerated().makeIterator()
  var results: [Int: Result] = [:]
  var firstError: (any Error)?
  await withTaskGroup(of: (Int, Swift.Result<Result, any Error>).self) { group in
    func begin() {
      guard firstError == nil, let (index, element) = waiting.next() else { return }
      group.addTask {
        do {
          return (index, .success(try await work(element)))
        } catch {
          return (index, .failure(error))
        }
      }
    }
    for _ in 0..<max(limit, 1) { begin() }
    while let (index, result) = await group.next() {
      switch result {
      case .success(let value): results[index] = value
      case .failure(let error): firstError = firstError ?? error
      }
      begin()
    }
  }
  if let firstError { throw firstError }
  return (0..<results.count).compactMap { results[$0] }
}
