/// A number of a trial by epoch.
package enum CurveKind: String, Sendable, CaseIterable, Codable {
  /// Mean training loss of the epoch.
  case loss
  /// Mean NFE of the epoch's training solves.
  case nfe
  /// Mean loss over the points held out, after the epoch.
  case heldOutLoss
  /// Greatest forward-backward error, after the epoch.
  case inverseError
  /// NFE at 1e-6, after the epoch.
  case probeNFE
  /// Mean NFE of the epoch's backward passes, where they solve.
  case backwardNFE
  /// Share of what is held out that is classified wrongly, after the epoch.
  case heldOutError

  /// What it is, in a few words.
  package var title: String {
    switch self {
    case .loss: "training loss"
    case .nfe: "NFE"
    case .heldOutLoss: "loss held out"
    case .inverseError: "forward-backward error"
    case .probeNFE: "NFE at 1e-6"
    case .backwardNFE: "NFE backward"
    case .heldOutError: "error held out"
    }
  }
}
