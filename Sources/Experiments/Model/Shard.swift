/// A part of the trials, the same whoever asks: trial number i belongs to shard i mod N + 1, so
/// that every shard has its share of each variant.
package struct Shard: Sendable, Equatable {
  /// Which, from 1.
  package var index: Int
  /// Of how many.
  package var count: Int

  /// All of it.
  package static let whole = Shard(index: 1, count: 1)

  /// Shard `index` of `count`; nil when there is no such shard.
  package init?(_ index: Int, of count: Int) {
    guard count >= 1, (1...count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  private init(index: Int, count: Int) {
    self.index = index
    self.count = count
  }

  /// A shard as typed: "2/8".
  package init?(text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
      count <= 1_000_000
    else { return nil }
    self.init(index, of: count)
  }

  /// As typed.
  package var text: String { "\(index)/\(count)" }

  /// Is trial number `position` in this shard?
  package func contains(_ position: Int) -> Bool { position % count == index - 1 }
}
