import NeuralODE

/// One run of one variant with one seed.
package struct Trial: Sendable, Equatable {
  package struct ID: Sendable, Hashable, Codable, CustomStringConvertible {
    package var experiment: String
    package var variant: String
    package var seed: UInt64
    package var description: String { "\(experiment) \(variant) seed \(seed)" }
  }

  package var id: ID
  package var variant: Variant
  package var watch: Watch
  /// The target of an epoch's mean loss, if any.
  package var targetLoss: Double?
  /// nil for points.
  package var images: PlanImages?
}

extension Trial {
  /// The rough cost of an epoch, in arbitrary units, for progress reports.
  package var workPerEpoch: Int {
    let (data, model) = (variant.configuration.data, variant.configuration.model)
    let training = variant.configuration.training
    if let setting = images?.setting {
      // The unit is a point's evaluation, about 1,200 products; for images, mostly 3×3 filters.
      let products =
        setting.height * setting.width * model.hidden
        * (4 * model.hidden + 2 * (setting.channels + model.augmentation))
      let samples = min(variant.trainingImages ?? .max, setting.training)
      return max(1, samples * 60 * products / 1200)
    }
    let points = data.count
    guard model.family.isFlow else { return points * (2 + model.blocks) }
    let evaluations =
      training.solver.isAdaptive ? (training.tolerance < 1e-4 ? 100 : 25) : training.fixedSteps
    return points * (10 + evaluations) * (40 + model.augmentation) / 40
  }
}

extension Trial {
  /// Digest of everything that determines the result; a different digest means a different
  /// experiment.
  package var digest: String { String(fnv1a(written), radix: 16) }

  /// Everything that determines the result, in a stable format: property names do not matter, and
  /// published values are omitted, which keeps results valid when a setting is added.
  var written: String {
    let run = variant.configuration
    var words = ["data=\(run.data.written)"]
    let published = RunConfiguration.published(
      run.data, run.model.family, augmentation: run.model.augmentation)
    words += ["model=\(run.model.family.rawValue)", "p=\(run.model.augmentation)"]
    for setting in RunSetting.ofSides where !setting.isCompared {
      let value = setting.get(run)
      if value != setting.get(published) { words.append("\(setting.name)=\(value.written)") }
    }
    words.append("epochs=\(variant.epochs)")
    if let count = variant.trainingImages { words.append("training-images=\(count)") }
    words.append("watch=\(watch.rawValue)")
    if let targetLoss { words.append("target-loss=\(targetLoss)") }
    if let images { words.append("images=\(images.setting)") }
    return words.joined(separator: " ")
  }
}

extension SettingValue {
  fileprivate var written: String {
    switch self {
    case .word(let word): word
    case .integer(let number): String(number)
    case .real(let number): String(number)
    case .counts(let first, let second): "\(first)+\(second)"
    }
  }
}

extension DatasetConfiguration {
  fileprivate var written: String {
    var parts = [kind.rawValue, "\(negativeCount)+\(positiveCount)", "noise:\(noise)"]
    if kind.hasBands { parts.append("rings:\(depth)") }
    switch heldOut {
    case .none: break
    case .share(let share): parts.append("held-out:\(share)")
    case .slice(let from, let to): parts.append("held-out:\(from)..\(to)")
    }
    if let sampling, sampling != kind.sampling {
      parts.append("observed:\(sampling.observations):\(sampling.end):\(sampling.missing)")
    }
    switch kind.source {
    case .points(let points):
      var state = FNV1a()
      state.take(points.inputs + points.targets)
      parts.append("points:\(points.dimension):\(String(state.value, radix: 16))")
      // Signs are the default and have no word.
      switch points.target {
      case .sign: break
      case .classes: parts.append("classes:\(points.classNames.count)")
      case .number: parts.append("numbers")
      }
    case .images(let images):
      if kind.isOwn { parts.append("images:\(ImageSetting(images()))") }
    case .series(let table):
      let samples = table.samples
      var state = FNV1a()
      for numbers in [samples.starts, samples.ranks.map { Int($0) }] {
        for number in numbers { state.take(UInt32(truncatingIfNeeded: number)) }
      }
      state.take(samples.times + samples.offsets + samples.values)
      parts.append("series:\(samples.dimension):\(String(state.value, radix: 16))")
    case .drawn, .drawnWithNoise, .drawnInClasses, .function, .painted, .dynamics: break
    }
    for edit in edits {
      switch edit {
      case .add(let x, let y, let target): parts.append("add:\(x):\(y):\(target)")
      case .erase(let x, let y, let radius): parts.append("erase:\(x):\(y):\(radius)")
      }
    }
    return parts.joined(separator: ",")
  }
}

/// FNV-1a with 64 bits (Fowler, Noll, Vo; draft-eastlake-fnv): distinguishes configurations, but
/// does not resist deliberate collisions.
struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func take(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

  /// Takes a whole word at once, for large data.
  mutating func take(_ word: UInt32) { value = (value ^ UInt64(word)) &* 0x0000_0100_0000_01b3 }

  /// Takes each number as two words.
  mutating func take(_ numbers: [Double]) {
    for number in numbers {
      take(UInt32(truncatingIfNeeded: number.bitPattern))
      take(UInt32(truncatingIfNeeded: number.bitPattern >> 32))
    }
  }
}

func fnv1a(_ text: String) -> UInt64 {
  var state = FNV1a()
  for byte in text.utf8 { state.take(byte) }
  return state.value
}
