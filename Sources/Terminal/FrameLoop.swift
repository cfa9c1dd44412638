import Canvas
import Platform

/// A program's response to an event.
package enum Reaction: Sendable {
  case ignored
  /// The picture changed.
  case redraw
  /// Writes the whole screen again: it can be damaged.
  case repaint
  case quit
}

/// A full-screen program.
@MainActor package protocol TerminalProgram: AnyObject {
  /// If false, frames are drawn only after events.
  var isAnimated: Bool { get }
  /// Read before each frame.
  var wantsMouse: Bool { get }
  func handle(_ event: InputEvent) -> Reaction
  /// Called when the wake descriptor was signalled; returns whether to draw.
  func wake() -> Bool
  /// Called before each frame; `time` is in seconds of a monotonic clock.
  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool)
  /// The screen. Drawing again must give the same result.
  ///
  /// - Parameter pictures: nil: draw with cells only.
  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid
  /// Read before each frame.
  var wantedPictures: PicturePreference { get }
  /// Read before each frame.
  var wantedDots: DotGlyphs { get }
  /// New pictures, returned once.
  func takePictures() -> EncodedPictures?
  /// The last pictures were sent or given up: the program can make others.
  func picturesArePast()
  /// Sending takes too long: draw pictures with cells for so many seconds.
  func picturesAreTooSlow(seconds: Int)
}

extension TerminalProgram {
  package var wantedPictures: PicturePreference { .off }
  package var wantedDots: DotGlyphs { .braille }
  package func takePictures() -> EncodedPictures? { nil }
  package func picturesArePast() {}
  package func picturesAreTooSlow(seconds: Int) {}
}

extension Terminal {
  /// Runs a program until it quits, a signal ends it, or the terminal is gone; leaves the terminal
  /// open.
  ///
  /// Draws at most `frameRate` frames a second, and sleeps while nothing changes. Frames after user
  /// input do not wait for their turn. Ctrl-C quits if the program ignores it.
  package func run(
    _ program: some TerminalProgram, wake: WakeDescriptor? = nil, frameRate: Double = 60
  ) -> Ending {
    let interval = 1 / frameRate
    let shortest = min(interval, 0.004)
    var isDirty = true
    var isUrgent = true
    var next = 0.0
    var last = 0.0
    var isSending = false
    while true {
      var timeout: Double?
      if isDirty || program.isAnimated {
        timeout = max(0, (isUrgent ? min(next, last + shortest) : next) - Clock.now)
      }
      // Notice pictures that take too long.
      if isSendingPictures || pictureOutput.isAwaitingAnswer { timeout = min(timeout ?? 0.2, 0.2) }
      if let picturesReturn {
        let left = max(0, picturesReturn - Clock.now)
        timeout = min(timeout ?? left, left)
      }
      let report = poll(timeout: timeout, wake: wake)
      for event in report.events {
        switch program.handle(event) {
        case .quit: return .quit
        case .repaint:
          repaint()
          fallthrough
        case .redraw:
          isDirty = true
          isUrgent = true
        case .ignored:
          if event == .key(.control("c")) { return .quit }
        }
      }
      if let ending = report.ending { return ending }
      if report.isWoken, program.wake() { isDirty = true }
      if report.picturesChanged { isDirty = true }
      if let seconds = checkPictures() {
        program.picturesAreTooSlow(seconds: seconds)
        isDirty = true
      }
      if resumePictures() { isDirty = true }
      if isSending, !isSendingPictures {
        isSending = false
        program.picturesArePast()
      }
      if !isSending, let pictures = program.takePictures() {
        send(pictures)
        isSending = isSendingPictures
        if !isSending { program.picturesArePast() }
      }
      let now = Clock.now
      let isDue = now >= next || (isUrgent && now >= last + shortest)
      guard isDue, isDirty || program.isAnimated else { continue }
      setMouse(captured: program.wantsMouse)
      setPictures(program.wantedPictures)
      setDots(program.wantedDots)
      program.advance(
        to: now, width: size.width, height: size.height, hasPixels: pictureSupport != nil)
      show(
        program.draw(width: size.width, height: size.height, pictures: pictureSupport))
      isDirty = false
      isUrgent = false
      last = now
      // Keep an even beat; start a new one after a pause, or on a slow line.
      next = next + interval > now ? next + interval : now + interval
    }
  }
}
