import LiveSession

/// A file to write.
package enum FileRequest: Sendable, Equatable {
  /// The screen, as SVG, PDF, PNG and text with ANSI colours; nil chooses a free name.
  case screenshot(String?)
  /// A panel as a figure for a paper; sizes are in millimetres.
  case figure(Panel, String, width: Double, height: Double)
  /// The command that starts the present duel.
  case share(String)
  /// Loss, NFE and accuracy so far, as CSV.
  case metrics(String)
  /// The weights of a side, as safetensors.
  case weights(Side, String)
}

/// Loss and NFE of both runs so far, as comma-separated values.
package enum MetricsTable {
  /// One line for each side's bucket of iterations, with the number averaged, in full precision.
  package static func csv(left: Snapshot?, right: Snapshot?) -> String {
    var text = "side,model,iteration,iterations,epoch,loss,lossLow,lossHigh,nfe,nfeLow,nfeHigh\n"
    for (side, snapshot) in [("left", left), ("right", right)] {
      guard let snapshot else { continue }
      let (loss, nfe) = (snapshot.lossHistory, snapshot.nfeHistory)
      for (k, (bucket, cost)) in zip(loss.buckets, nfe.buckets).enumerated() {
        let first = k * loss.stride
        let count = min(loss.stride, loss.count - first)
        let epoch = Double(first) / Double(max(1, snapshot.iterationsPerEpoch))
        text +=
          "\(side),\(snapshot.configuration.model.family.rawValue),\(first),\(count),\(epoch),"
          + "\(bucket.mean),\(bucket.low),\(bucket.high),\(cost.mean),\(cost.low),\(cost.high)\n"
      }
    }
    return text
  }
}
