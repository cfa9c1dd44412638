import Foundation

/// Waits until something holds, for as long as a machine may need that is busy with something else;
/// false when it never does.
@MainActor func eventually(_ condition: () -> Bool) async throws -> Bool {
  let end = Date().addingTimeInterval(60 * Thorough.slowness)
  while !condition() {
    guard Date() < end else { return false }
    try await Task.sleep(for: .milliseconds(10))
  }
  return true
}
