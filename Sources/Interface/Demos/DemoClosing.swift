extension DemoScript {
  /// Seconds that a caption stays at least: 0.3 a word, and no less than 2; 0 for none.
  package static func readingTime(_ caption: String) -> Double {
    let words = caption.split(separator: " ").count
    return words == 0 ? 0 : max(2, 0.3 * Double(words))
  }

  /// Seconds beyond reading time that are left to think about a question, where nobody goes on by
  /// hand.
  static let thinkingTime = 3.0

  /// What follows the last statement: the last caption is read to its end; a lesson says what to
  /// notice, what to try, asks, and only then answers.
  ///
  /// - Parameter isByHand: does a person go on from each caption? The answer then stays without
  ///   anything to wait for.
  func closing(isByHand: Bool) -> [Statement] {
    var kinds: [Kind] = [.hold(0)]
    if lesson != nil {
      let texts = [("Notice", notice), ("Try", suggestion), ("Question", question)]
      for (name, text) in texts where !text.isEmpty {
        let seconds = name == "Question" ? Self.thinkingTime : 0
        kinds += [.say("\(name): \(text)"), .hold(seconds)]
      }
      if !answer.isEmpty { kinds.append(.say("Answer: \(answer)")) }
      if !isByHand { kinds.append(.hold(0)) }
    }
    let last = statements.last?.line ?? 1
    return kinds.map { Statement(line: last, column: 1, kind: $0) }
  }
}
