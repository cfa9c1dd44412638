/// The known name that a misspelt one is likely to mean; nil when none is near.
package func nearest(to word: String, among names: [String]) -> String? {
  let word = word.lowercased()
  let bound = word.count < 2 ? 0 : max(1, word.count / 3)
  let near = names.map { (name: $0, distance: editDistance(word, $0)) }
    .filter { $0.distance <= bound || (word.count > 2 && $0.name.hasPrefix(word)) }
  return near.min { $0.distance < $1.distance }?.name
}

/// Insertions, deletions, substitutions and swaps of neighbours that lead from one word to another
/// (optimal string alignment; F. J. Damerau, DOI 10.1145/363958.363994).
///
/// - Complexity: O(a.count · b.count), cut off at 64 characters.
func editDistance(_ a: String, _ b: String) -> Int {
  let a = Array(a.prefix(64))
  let b = Array(b.prefix(64))
  var before = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var best = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, before[j - 1] + 1) }
      row.append(best)
    }
    before = last
    last = row
  }
  return last[b.count]
}
