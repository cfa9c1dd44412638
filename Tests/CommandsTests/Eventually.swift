import Foundation

/// Waits for a condition, long enough for a busy machine; false if it never holds.
@MainActor func eventually(_ condition: () -> Bool) async throws -> Bool {
  let end = Date().addingTimeInterval(60 * Thorough.slowness)
  while !condition() {
    guard Date() < end else { return false }
    try await Task.sleep(for: .milliseconds(10))
  }
  return true
}
