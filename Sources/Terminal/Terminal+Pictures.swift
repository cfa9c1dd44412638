import CNcurses
import Canvas
import Platform

extension Terminal {
  /// Seconds a frame's pictures can take before pictures are turned off for a while; more if the user
  /// chose a protocol.
  private var patienceWithPictures: Double { picturePreference == .auto ? 1.5 : 4 }

  /// How to show pictures in pixels; nil if not possible, not wanted, or not yet confirmed by the
  /// terminal.
  package var pictureSupport: PictureSupport? {
    guard pictureOutput.isUsable, picturesReturn == nil, capabilities.colorDepth != .none else {
      return nil
    }
    var support = pictureAnswers.support(
      picturePreference, measured: measuredCell, generation: pictureGeneration)
    support?.gauge = gauge
    return support
  }

  /// A cell's size, computed from the window's size as the system reports it.
  private var measuredCell: CellSize? {
    windowSize(of: STDOUT_FILENO).flatMap {
      CellSize(
        width: Int($0.ws_xpixel) / Int($0.ws_col), height: Int($0.ws_ypixel) / Int($0.ws_row))
    }
  }

  package func setPictures(_ preference: PicturePreference) {
    guard preference != picturePreference else { return }
    picturePreference = preference
    picturesReturn = nil
    takePicturesAway()
    if preference != .off, !hasAskedForPictures { ask(forPictures: true) }
  }

  /// Shows the dots of pictures by these characters from the next frame on.
  package func setDots(_ preference: DotGlyphs) {
    dotPreference = preference
    _ = adoptDots()
  }

  /// True if the dots look different now.
  private func adoptDots() -> Bool {
    var dots = dotPreference
    if dots == .auto { dots = pictureAnswers.drawsOctants ? .octants : .braille }
    guard dots != encoder.dots else { return false }
    encoder.dots = dots
    screen.forgetGrid()
    return true
  }

  /// Asks the terminal for its name, and its picture protocols, without waiting for answers.
  func ask(forPictures: Bool) {
    guard Self.canBeAsked(environment("TERM") ?? "") else { return }
    hasAsked = true
    hasAskedForPictures = forPictures
    asked = Clock.now
    pictureAnswers.expectMore()
    // Every terminal answers the last query, which ends the wait for the others.
    write("\u{1b}[>q" + (forPictures ? Self.pictureQueries() : "") + "\u{1b}[c")
  }

  private static func pictureQueries() -> String {
    var text = "\u{1b}_Gi=\(PictureAnswers.direct),s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\"
    let isShared = [UInt8](repeating: 0, count: 3).withUnsafeBytes {
      SharedMemory.write($0, to: SharedMemory.question)
    }
    if isShared {
      let name = Base64.text(SharedMemory.question)
      text += "\u{1b}_Gi=\(PictureAnswers.shared),s=1,v=1,a=q,t=s,f=24;\(name)\u{1b}\\"
    }
    return text + "\u{1b}[16t\u{1b}[?1;1;0S\u{1b}[?2;1;0S"
  }

  /// tmux and screen do not pass pictures on, and some terminals print queries.
  static func canBeAsked(_ name: String) -> Bool {
    if environment("TMUX") != nil || environment("STY") != nil { return false }
    return !["linux", "dumb", "vt", "screen", "tmux"].contains { name.hasPrefix($0) }
  }

  /// Takes the answers so far; true if pictures or dots look different now.
  func takeAnswers() -> Bool {
    guard !decoder.answers.isEmpty else { return false }
    let before = pictureSupport
    // Without a query, it is another program's answer, or typed.
    if hasAsked {
      for answer in decoder.answers {
        if case .attributes = answer { pictureOutput.note(latency: Clock.now - asked) }
        pictureAnswers.take(answer)
        if answer == .ready { note(pictureOutput.takeAnswer(at: Clock.now)) }
      }
    }
    decoder.answers = []
    let dotsChanged = adoptDots()
    return dotsChanged || pictureSupport != before
  }

  /// Waits briefly for outstanding answers, which would otherwise be typed into the shell.
  func awaitAnswers() {
    guard hasAsked else { return }
    while true {
      let now = Clock.now
      let left = max(
        pictureAnswers.isComplete ? 0 : asked + 0.1 - now,
        pictureOutput.lastQuestion.map { $0 + 0.3 - now } ?? 0)
      var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard left > 0, Platform.poll(&ready, 1, Int32((left * 1000).rounded(.up))) > 0 else {
        return
      }
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      guard count > 0 else { return }
      var events: [InputEvent] = []
      decoder.feed(bytes[..<count], into: &events)
      _ = takeAnswers()
    }
  }

  package var isSendingPictures: Bool { pictureOutput.isBusy }

  func note(_ arrival: Arrival?) {
    if let arrival { gauge.observe(bytes: arrival.bytes, seconds: arrival.seconds) }
  }

  /// Shows pictures, unless the screen has changed since they were made. The previous ones must be
  /// sent.
  package func send(_ pictures: EncodedPictures) {
    guard !pictures.isEmpty, pictures.support == pictureSupport else { return }
    if !hasPictures {
      hasPictures = true
      // From now on, signal handlers must remove them too.
      arm()
    }
    if !pictures.uncovered.isEmpty { rewrite(pictures.uncovered) }
    guard !pictures.pieces.isEmpty else { return }
    pictureOutput.begin(pictures.pieces, at: Clock.now)
    note(pictureOutput.write(at: Clock.now))
  }

  /// Writes the text of cells again although it is unchanged.
  private func rewrite(_ rects: [Canvas.Rect]) {
    flush(screen.cells(in: rects))
  }

  /// Turns pictures off for a while if they take too long to arrive; returns for how many seconds if
  /// it just did.
  package func checkPictures() -> Int? {
    let now = Clock.now
    guard pictureOutput.age(now) > patienceWithPictures else { return nil }
    if pictureOutput.isAnswered == nil, pictureOutput.isWritten {
      pictureOutput.expectNoAnswers()
      return nil
    }
    defer { pictureBreak *= 2 }
    picturesReturn = now + pictureBreak
    // The line is another then.
    gauge = LineGauge()
    takePicturesAway()
    return Int(pictureBreak)
  }

  /// Turns pictures on again after their break; true if it just did.
  package func resumePictures() -> Bool {
    guard let time = picturesReturn, Clock.now >= time else { return false }
    picturesReturn = nil
    return true
  }

  /// Removes all pictures; a new generation makes the program send them again.
  func takePicturesAway() {
    pictureGeneration += 1
    if pictureOutput.abandon() { write("\u{1b}\\") }
    guard hasPictures else { return }
    write(Self.picturesOff)
    SharedMemory.clear()
    // Sixel pictures stay until their cells are overwritten.
    mustClear = true
  }

  /// Ends an unfinished sequence and removes kitty's pictures.
  static let picturesOff = "\u{1b}\\\u{1b}_Ga=d,d=A,q=2\u{1b}\\"
}
