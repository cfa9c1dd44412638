import LiveSession
import NeuralODE

/// Everything a person chooses about one model and its training.
package struct SideSetup: Sendable, Equatable {
  package private(set) var family: ModelFamily
  /// The added dimensions p, kept while the family has none.
  package internal(set) var augmentation = 1
  /// Chosen values by setting; the others are as published for the data set. Values that do not fit
  /// the present data are kept for other data.
  private var chosen: [String: SettingValue] = [:]
  /// The run of another program that this side shows instead.
  package private(set) var watched: WatchedRun?
  /// A model that was read and has layers of its own.
  private var read: ModelConfiguration?

  package init(_ family: ModelFamily, augmentation: Int = 1) {
    self.family = family
    self.augmentation = augmentation
  }

  /// A run of another program.
  package init(_ watched: WatchedRun) {
    let model = watched.configuration.model
    self.init(model.family)
    if model.family.isAugmented { augmentation = model.augmentation }
    self.watched = watched
  }

  /// The setup of a run, whatever is published for its data.
  init(_ run: RunConfiguration) {
    self.init(run.model.family)
    // Otherwise p stays the default for a change to an ANODE.
    if run.model.family.isAugmented { augmentation = run.model.augmentation }
    let model = run.model
    if model.network != nil || model.readoutLayer != nil || model.span != nil { read = model }
    for setting in RunSetting.ofSides where !setting.isCompared {
      _ = choose(setting, setting.get(run), run.data)
    }
  }

  /// The run of this setup on a data set. A NODE replaces a family that cannot learn it.
  func run(_ data: DatasetConfiguration, seed: UInt64 = 0) -> RunConfiguration {
    if let watched { return watched.configuration }
    var run = unchosen(data, seed: seed)
    if !chosen.isEmpty {
      for setting in RunSetting.ofSides {
        if let value = chosen[setting.name] { _ = setting.set(&run, value) }
      }
    }
    if data.problem.isOfImages, chosen["hidden"] == nil {
      run.model = Self.equalized(run.model, data)
    }
    return run
  }

  /// The run as published, or as read.
  private func unchosen(_ data: DatasetConfiguration, seed: UInt64 = 0) -> RunConfiguration {
    var run = RunConfiguration.published(
      data, family.obstacle(to: data.problem) == nil ? family : .node, augmentation: augmentation,
      seed: seed)
    if let read { run.model.takeLayers(of: read) }
    return run
  }

  /// An image model with the number of filters that brings its parameter count nearest to that of an
  /// ANODE of 16 filters and p = 5, for a fair comparison; or 16, if p leaves room for hardly any.
  private static func equalized(
    _ model: ModelConfiguration, _ data: DatasetConfiguration
  ) -> ModelConfiguration {
    var usual = model
    (usual.family, usual.augmentation, usual.hidden) = (.anode, 5, 16)
    return model.withParameters(
      nearest: usual.parameterCount(inputs: data.dimension, outputs: data.outputs),
      orFilters: usual.hidden, inputs: data.dimension, outputs: data.outputs)
  }

  /// Why most settings do nothing; nil for a run of our own.
  var watchedObstacle: String? {
    watched.map { "\($0.program) trains this run; only the pictures\u{2019} solver is chosen here" }
  }

  /// Chooses a value for a setting; returns why these data do not allow it, if so, and then changes
  /// nothing.
  mutating func choose(
    _ setting: RunSetting, _ value: SettingValue, _ data: DatasetConfiguration
  ) -> String? {
    if var run = watched?.configuration {
      guard setting.group == .solver, setting.name != "gradient" else { return watchedObstacle }
      if let reason = setting.set(&run, value) { return reason }
      watched?.configuration = run
      return nil
    }
    let before = run(data)
    var changed = before
    if let reason = setting.set(&changed, value) { return reason }
    if setting.isCompared {
      // Keep p for the next ANODE.
      if changed.model.family.isAugmented, before.model.family.isAugmented {
        augmentation = changed.model.augmentation
      }
      family = changed.model.family
    } else {
      let published = setting.get(unchosen(data))
      // A default for these data may not be the default for others.
      chosen[setting.name] = value == published && setting.exceptions == nil ? nil : value
    }
    return nil
  }
}
