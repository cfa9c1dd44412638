import Canvas
import Platform

/// What a program did with an event.
package enum Reaction: Sendable {
  case ignored
  /// The picture changed.
  case redraw
  /// The screen itself may be damaged: all of it is to be written again.
  case repaint
  /// The person wants to leave.
  case quit
}

/// A program that lives on a terminal's screen.
@MainActor package protocol TerminalProgram: AnyObject {
  /// Does it draw frame after frame without being asked? When false, nothing is drawn until
  /// something happens.
  var isAnimated: Bool { get }
  /// Does it want the mouse? Looked at before each frame.
  var wantsMouse: Bool { get }
  /// Reacts to a key, the mouse, or a new size.
  func handle(_ event: InputEvent) -> Reaction
  /// The wake descriptor was signalled: true when there is something new to draw.
  func wake() -> Bool
  /// Lets time pass: it is `time` now, in seconds of a monotonic clock, and the screen is so large.
  func advance(to time: Double, width: Int, height: Int, hasPixels: Bool)
  /// The screen as it is. Drawing changes nothing that another drawing would show.
  ///
  /// - Parameter pictures: how it can have pictures in pixels; nil: it is to be of cells alone.
  func draw(width: Int, height: Int, pictures: PictureSupport?) -> CellGrid
  /// What pictures are wanted. Looked at before each frame.
  var wantedPictures: PicturePreference { get }
  /// Pictures that have been made since, given once.
  func takePictures() -> EncodedPictures?
  /// The pictures taken last have got through, or never will: others can be made.
  func picturesArePast()
  /// Pictures do not get through in time, and are made of cells from now on.
  func picturesAreTooSlow()
}

extension TerminalProgram {
  package var wantedPictures: PicturePreference { .off }
  package func takePictures() -> EncodedPictures? { nil }
  package func picturesArePast() {}
  package func picturesAreTooSlow() {}
}

extension Terminal {
  /// Runs a program until it quits, a signal ends it, or the terminal goes away. The terminal stays
  /// open.
  ///
  /// At most `frameRate` frames a second are drawn, and none when nothing changed: then the process
  /// sleeps. A frame that answers the person does not wait for its turn. Ctrl-C quits when the
  /// program ignores it.
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
      // Pictures that do not get through are to be noticed.
      if isSendingPictures { timeout = min(timeout ?? 0.2, 0.2) }
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
      if checkPictures() {
        program.picturesAreTooSlow()
        isDirty = true
      }
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
      program.advance(
        to: now, width: size.width, height: size.height, hasPixels: pictureSupport != nil)
      show(
        program.draw(width: size.width, height: size.height, pictures: pictureSupport))
      isDirty = false
      isUrgent = false
      last = now
      // Frames keep their beat; after a pause, or on a line too slow for it, they start a new one.
      next = next + interval > now ? next + interval : now + interval
    }
  }
}
