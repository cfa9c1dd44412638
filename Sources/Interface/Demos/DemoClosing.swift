extension DemoScript {
  /// Least seconds of a caption: 0.3 for each word, at least 2; 0 for an empty one.
  package static func readingTime(_ caption: String) -> Double {
    let words = caption.split(separator: " ").count
    return words == 0 ? 0 : max(2, 0.3 * Double(words))
  }

  /// Seconds beyond reading time to think about a question in a demo that goes on by itself.
  static let thinkingTime = 3.0

  /// Before the first statement: in a course, the lesson's title.
  func opening(_ course: Course?) -> [Statement] {
    course.map { [Statement(line: 1, column: 1, kind: .open($0.card))] } ?? []
  }

  /// After the last statement: time to read the caption; in a lesson, what to notice and try, a
  /// question and its answer.
  ///
  /// - Parameters:
  ///   - isByHand: the user goes on from each caption, and the answer stays.
  ///   - isFollowed: another lesson follows, and the user goes on from the answer, too.
  func closing(isByHand: Bool, isFollowed: Bool = false) -> [Statement] {
    var kinds: [Kind] = [.hold(0)]
    // A played exercise shows its task.
    if let exercise {
      kinds += [.say("Exercise \(exercise.number): \(exercise.text)"), .hold(0)]
    }
    if lesson != nil {
      let texts = [
        ("Notice", notice, 0), ("Try", suggestion, 0), ("Question", question, Self.thinkingTime),
      ]
      for (name, text, seconds) in texts where !text.isEmpty {
        kinds += [.say("\(name): \(text)"), .hold(seconds)]
      }
      if !answer.isEmpty { kinds.append(.say("Answer: \(answer)")) }
      if !isByHand || isFollowed { kinds.append(.hold(0)) }
    }
    let last = statements.last?.line ?? 1
    return kinds.map { Statement(line: last, column: 1, kind: $0) }
  }
}
