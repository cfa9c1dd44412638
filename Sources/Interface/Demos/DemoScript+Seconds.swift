extension DemoScript {
  /// Length of its recording, from `lasts` or a rehearsal; nil if it waits for results of training
  /// and has no `lasts`.
  package var seconds: Double? {
    if let lasts { return lasts }
    let depends = statements.contains {
      guard case .waitFor(let condition, _) = $0.kind else { return false }
      return condition.metric.isOfSide
    }
    guard !depends else { return nil }
    var stage = DemoStage(self, isTrial: true, isRehearsal: true)
    while !stage.isOver, stage.duel.time < 7200 { _ = stage.advance(by: 1.0 / 8) }
    return stage.failure == nil ? stage.duel.time : nil
  }
}
