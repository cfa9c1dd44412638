import Dispatch
import Platform

/// Carries both sides' particles on a queue of its own: neither the screen nor training waits.
package final class LiveMotion: Sendable {
  private let queue = DispatchQueue(label: "anode.motion", qos: .userInitiated)
  private let requests = Mailbox<MotionRequest>()
  private let pictures = Mailbox<[Side: ParticlePicture]>()
  private let wake: @Sendable () -> Void
  /// Only the queue uses it: the lock never waits.
  private let motion = Guarded(Motion())

  /// - Parameter wake: called on the queue for each new picture.
  package init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  /// Asks for a picture; a later request replaces an earlier one.
  package func ask(_ request: MotionRequest) {
    requests.replace(with: request)
    queue.async {
      guard let request = self.requests.take() else { return }
      self.pictures.replace(with: self.motion.withLock { $0.answer(request) })
      self.wake()
    }
  }

  /// The newest picture not yet taken.
  package func take() -> [Side: ParticlePicture]? { pictures.take() }
}
