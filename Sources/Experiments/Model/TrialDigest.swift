import NeuralODE

extension Trial {
  /// A number of everything that determines the result; results of another digest are of another
  /// experiment.
  package var digest: String { String(fnv1a(written), radix: 16) }

  /// Everything that determines the result, in a format that is kept: names of properties have no
  /// part in it, and what is as published is left out, so that a setting that is new outdates no
  /// result.
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
    if let points {
      var state = FNV1a()
      state.take(points.inputs + points.targets)
      parts.append("points:\(points.dimension):\(String(state.value, radix: 16))")
      // Signs are what numbers are where nothing is said.
      switch points.target {
      case .sign: break
      case .classes: parts.append("classes:\(points.classNames.count)")
      case .number: parts.append("numbers")
      }
    }
    if let ownImages { parts.append("images:\(ImageSetting(ownImages))") }
    if let samples = ownSeries?.samples {
      var state = FNV1a()
      for numbers in [samples.starts, samples.ranks.map { Int($0) }] {
        for number in numbers { state.take(UInt32(truncatingIfNeeded: number)) }
      }
      state.take(samples.times + samples.offsets + samples.values)
      parts.append("series:\(samples.dimension):\(String(state.value, radix: 16))")
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
