import Solvers

/// A dense vector field other than the published one: any sequence of linear maps, activations and
/// layer normalisations, as other people's models have it. t, if it is an input, is the first of
/// the first linear map.
public struct FieldNetwork: Sendable, Equatable {
  /// One step from the state to its derivative.
  public enum Layer: Sendable, Equatable {
    /// W x + b; the last map has as many outputs as the field.
    case linear(outputs: Int, hasBias: Bool = true)
    /// σ, elementwise.
    case activation(Activation)
    /// PyTorch's `LayerNorm`, with γ and β or without.
    case norm(hasScale: Bool = true, hasBias: Bool = true, epsilon: Double = 1e-5)
  }

  /// What happens to the state beside the layers.
  public enum Residual: String, Sendable, CaseIterable {
    /// f = net(h)
    case none = ""
    /// f = net(h) + h
    case plus = "+h"
    /// f = net(h) − h
    case minus = "-h"
  }

  /// The steps, in order.
  public var layers: [Layer]
  /// The state's share of f.
  public var residual: Residual

  /// A field of the given layers.
  public init(_ layers: [Layer], residual: Residual = .none) {
    self.layers = layers
    self.residual = residual
  }

  /// In words, such as `layers of 64, 64, tanh, LayerNorm, net(h) − h`.
  public var summary: String {
    let widths = linearLayers.dropLast().map { "\($0.outputs)" }
    var parts = [widths.isEmpty ? "one linear map" : "layers of " + widths.joined(separator: ", ")]
    for name in activations.map({ $0.rawValue }) where !parts.contains(name) { parts.append(name) }
    if layers.contains(where: { if case .norm = $0 { true } else { false } }) {
      parts.append("LayerNorm")
    }
    switch residual {
    case .none: break
    case .plus: parts.append("net(h) + h")
    case .minus: parts.append("net(h) \u{2212} h")
    }
    return parts.joined(separator: ", ")
  }

  /// Whether nothing is done to the state before its first map.
  var beginsWithMap: Bool { if case .linear = layers.first { true } else { false } }

  /// Whether it can be the field of a form.
  func suits(_ form: FlowForm) -> Bool {
    (residual == .none || !form.isSecondOrder) && (beginsWithMap || !form.fieldTakesInput)
  }

  /// Its linear maps, in order.
  var linearLayers: [(outputs: Int, hasBias: Bool)] {
    layers.compactMap {
      if case .linear(let outputs, let hasBias) = $0 { (outputs, hasBias) } else { nil }
    }
  }

  /// The activations, in order.
  var activations: [Activation] {
    layers.compactMap { if case .activation(let one) = $0 { one } else { nil } }
  }

  /// Gives every hidden map that width.
  mutating func setWidth(_ width: Int) {
    let last = layers.lastIndex { if case .linear = $0 { true } else { false } }
    for (k, layer) in layers.enumerated() where k != last {
      if case .linear(_, let hasBias) = layer {
        layers[k] = .linear(outputs: width, hasBias: hasBias)
      }
    }
  }

  /// Replaces every activation.
  mutating func setActivation(_ activation: Activation) {
    for (k, layer) in layers.enumerated() {
      if case .activation = layer { layers[k] = .activation(activation) }
    }
  }
}

extension FieldNetwork.Residual {
  /// The factor of the state in f.
  var factor: Double { self == .none ? 0 : self == .plus ? 1 : -1 }
}

extension FieldNetwork {
  /// A tensor of the field.
  struct Parameters {
    var name: String
    var shape: [Int]
    var fanIn: Int
    /// What it starts with, if not at random.
    var constant: Double?
  }

  /// A layer with the names of its tensors: maps count from `fc1`; a normalisation has the number
  /// of the map before it, and a letter if there are several.
  var named: [(name: String, layer: Layer)] {
    var (maps, norms) = (0, 0)
    return layers.map { layer in
      switch layer {
      case .linear:
        (maps, norms) = (maps + 1, 0)
        return ("fc\(maps)", layer)
      case .activation(let activation): return (activation.rawValue, layer)
      case .norm:
        norms += 1
        let letter = norms == 1 ? "" : String(UnicodeScalar(UInt8(min(96 + norms, 122))))
        return ("norm\(maps)\(letter)", layer)
      }
    }
  }

  /// Its tensors, in order, for a field with these inputs (t included) and outputs.
  func parameters(inputs: Int, outputs: Int, isTimeDependent: Bool) -> [Parameters] {
    let last = layers.lastIndex { if case .linear = $0 { true } else { false } }
    // Until the first map there is only the state.
    var (width, hasTime) = (inputs - (isTimeDependent ? 1 : 0), isTimeDependent)
    var all: [Parameters] = []
    for (k, (name, layer)) in named.enumerated() {
      func append(_ part: String, _ shape: [Int], fanIn: Int, constant: Double? = nil) {
        all.append(
          Parameters(name: "\(name).\(part)", shape: shape, fanIn: fanIn, constant: constant))
      }
      switch layer {
      case .linear(let own, let hasBias):
        let columns = width + (hasTime ? 1 : 0)
        (width, hasTime) = (k == last ? outputs : own, false)
        append("weight", [width, columns], fanIn: columns)
        if hasBias { append("bias", [width], fanIn: columns) }
      case .activation: break
      case .norm(let hasScale, let hasBias, _):
        if hasScale { append("weight", [width], fanIn: width, constant: 1) }
        if hasBias { append("bias", [width], fanIn: width, constant: 0) }
      }
    }
    return all
  }
}
