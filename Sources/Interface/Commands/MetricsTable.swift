import LiveSession

/// Loss and NFE of both runs so far, as comma-separated values.
package enum MetricsTable {
  /// A line a bucket of iterations of each side: what was averaged over how many, in full
  /// precision.
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
