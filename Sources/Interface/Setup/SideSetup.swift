import NeuralODE

/// Everything that a person chooses about one model and its training.
package struct SideSetup: Sendable, Equatable {
  /// NODE, ANODE or ResNet.
  package private(set) var family: ModelFamily
  /// Augmented dimensions p of an ANODE; kept while the family has none.
  package internal(set) var augmentation = 1
  /// What is chosen, by the setting's name. What is not there is as published for the data set, and
  /// what cannot be with the present data is kept for others.
  private var chosen: [String: SettingValue] = [:]

  /// A model of a family, trained as published.
  package init(_ family: ModelFamily, augmentation: Int = 1) {
    self.family = family
    self.augmentation = augmentation
  }

  /// The setup that is this run, whatever is published for its data.
  init(_ run: RunConfiguration) {
    self.init(run.model.family)
    // Of a family that has none, p stays what a change to an ANODE would begin with.
    if run.model.family.isAugmented { augmentation = run.model.augmentation }
    for setting in RunSetting.ofSides where !setting.isCompared {
      _ = choose(setting, setting.get(run), run.data)
    }
  }

  /// The run of this setup on a data set. A residual network has no convolutions and no
  /// states between layers, so on images and series there is a NODE in its place.
  func run(_ data: DatasetConfiguration, seed: UInt64 = 0) -> RunConfiguration {
    var run = RunConfiguration.published(
      data, data.problem.needsFlow && !family.isFlow ? .node : family, augmentation: augmentation,
      seed: seed)
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

  /// Where the filters of a model of images are not given, they are those that bring its parameters
  /// nearest to those of an ANODE of 16 filters and p = 5, so that models differ in nothing but
  /// where their parameters are; or 16, where p is so large that nearly none would be left.
  private static func equalized(
    _ model: ModelConfiguration, _ data: DatasetConfiguration
  ) -> ModelConfiguration {
    var usual = model
    (usual.family, usual.augmentation, usual.hidden) = (.anode, 5, 16)
    return model.withParameters(
      nearest: usual.parameterCount(inputs: data.dimension, outputs: data.outputs),
      orFilters: usual.hidden, inputs: data.dimension, outputs: data.outputs)
  }

  /// Chooses a value for a setting; returns why it cannot be with these data, if it cannot: nothing
  /// has changed then.
  mutating func choose(
    _ setting: RunSetting, _ value: SettingValue, _ data: DatasetConfiguration
  ) -> String? {
    let before = run(data)
    var changed = before
    if let reason = setting.set(&changed, value) { return reason }
    if setting.isCompared {
      // p is kept for when the family is an ANODE again.
      if changed.model.family.isAugmented, before.model.family.isAugmented {
        augmentation = changed.model.augmentation
      }
      family = changed.model.family
    } else {
      let published = setting.get(.published(data, family, augmentation: augmentation))
      // What is usual for these data may not be so for others.
      chosen[setting.name] = value == published && setting.exceptions == nil ? nil : value
    }
    return nil
  }
}
