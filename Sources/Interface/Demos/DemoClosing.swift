extension DemoScript {
  /// Seconds that a caption stays at least: 0.3 a word, and no less than 2; 0 for none.
  package static func readingTime(_ caption: String) -> Double {
    let words = caption.split(separator: " ").count
    return words == 0 ? 0 : max(2, 0.3 * Double(words))
  }

  /// Seconds beyond reading time that are left to think about a question, where nobody goes on by
  /// hand.
  static let thinkingTime = 3.0

  /// What comes before the first statement: in a course, the lesson's title.
  func opening(_ course: Course?) -> [Statement] {
    course.map { [Statement(line: 1, column: 1, kind: .open($0.card))] } ?? []
  }

  /// What follows the last statement: the last caption is read to its end; a lesson says what to
  /// notice, what to try, asks, and only then answers.
  ///
  /// - Parameters:
  ///   - isByHand: does a person go on from each caption? The answer then stays without anything to
  ///     wait for.
  ///   - isFollowed: does another lesson follow? Then the person goes on from the answer, too.
  func closing(isByHand: Bool, isFollowed: Bool = false) -> [Statement] {
    var kinds: [Kind] = [.hold(0)]
    // An exercise that is played, and not done, says what there is to do.
    if let exercise {
      kinds += [.say("Exercise \(exercise.number): \(exercise.text)"), .hold(0)]
    }
    if lesson != nil {
      let texts = [("Notice", notice), ("Try", suggestion), ("Question", question)]
      for (name, text) in texts where !text.isEmpty {
        let seconds = name == "Question" ? Self.thinkingTime : 0
        kinds += [.say("\(name): \(text)"), .hold(seconds)]
      }
      if !answer.isEmpty { kinds.append(.say("Answer: \(answer)")) }
      if !isByHand || isFollowed { kinds.append(.hold(0)) }
    }
    let last = statements.last?.line ?? 1
    return kinds.map { Statement(line: last, column: 1, kind: $0) }
  }
}
