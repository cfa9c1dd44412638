import CNcurses
import Canvas
import Glibc
import Platform

extension Terminal {
  /// Seconds that a frame's pictures may take to get through, before they are given up for good;
  /// more for whoever has asked for them by name.
  private var patienceWithPictures: Double { picturePreference == .auto ? 0.6 : 4 }

  /// How pictures in pixels can be shown; nil where they cannot, or are not wanted, or the terminal
  /// has not said yet that they can.
  package var pictureSupport: PictureSupport? {
    guard pictureOutput.isUsable, !isTooSlowForPictures, capabilities.colorDepth != .none else {
      return nil
    }
    return pictureAnswers.support(
      picturePreference, measured: measuredCell, generation: pictureGeneration)
  }

  /// A cell's size by what the system knows of the window.
  private var measuredCell: CellSize? {
    var window = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0,
      window.ws_row > 0
    else { return nil }
    return CellSize(
      width: Int(window.ws_xpixel) / Int(window.ws_col),
      height: Int(window.ws_ypixel) / Int(window.ws_row))
  }

  /// Takes another wish; what is shown goes, where it is not wanted any more.
  package func setPictures(_ preference: PicturePreference) {
    guard preference != picturePreference else { return }
    picturePreference = preference
    isTooSlowForPictures = false
    takePicturesAway()
    if preference != .off, !hasAskedForPictures { askForPictures() }
  }

  /// Asks the terminal what it can show. Answers come as they may; none are shown, and nobody waits
  /// for them.
  func askForPictures() {
    guard Self.canBeAsked(environment("TERM") ?? "") else { return }
    hasAskedForPictures = true
    askedForPictures = Clock.now
    var text = "\u{1b}_Gi=\(PictureAnswers.direct),s=1,v=1,a=q,t=d,f=24;AAAA\u{1b}\\"
    let isShared = [UInt8](repeating: 0, count: 3).withUnsafeBytes {
      SharedMemory.write($0, to: SharedMemory.question)
    }
    if isShared {
      let name = Base64.text(SharedMemory.question)
      text += "\u{1b}_Gi=\(PictureAnswers.shared),s=1,v=1,a=q,t=s,f=24;\(name)\u{1b}\\"
    }
    // The last is one that every terminal answers, and so ends the wait for the others.
    write(text + "\u{1b}[16t\u{1b}[?1;1;0S\u{1b}[?2;1;0S\u{1b}[c")
  }

  /// Within tmux and screen pictures do not get through, and some terminals show questions.
  static func canBeAsked(_ name: String) -> Bool {
    if environment("TMUX") != nil || environment("STY") != nil { return false }
    return !["linux", "dumb", "vt", "screen", "tmux"].contains { name.hasPrefix($0) }
  }

  /// Takes what has been answered; true when that changes what can be shown.
  func takeAnswers() -> Bool {
    guard !decoder.answers.isEmpty else { return false }
    let before = pictureSupport
    // What nobody asked for is no answer: another program's, or typed.
    if hasAskedForPictures { for answer in decoder.answers { pictureAnswers.take(answer) } }
    decoder.answers = []
    return pictureSupport != before
  }

  /// Waits a little for answers that are still to come: after the end they would be typed into the
  /// shell.
  func awaitAnswers() {
    guard hasAskedForPictures else { return }
    while !pictureAnswers.isComplete {
      let left = askedForPictures + 0.1 - Clock.now
      var ready = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard left > 0, Glibc.poll(&ready, 1, Int32((left * 1000).rounded(.up))) > 0 else { return }
      var bytes = [UInt8](repeating: 0, count: 1024)
      let count = read(STDIN_FILENO, &bytes, bytes.count)
      guard count > 0 else { return }
      var events: [InputEvent] = []
      decoder.feed(bytes[..<count], into: &events)
      _ = takeAnswers()
    }
  }

  /// Are pictures on their way?
  package var isSendingPictures: Bool { !pictureOutput.isEmpty }

  /// Shows pictures, unless the screen has changed since they were made; those before them have to
  /// be through.
  package func send(_ pictures: EncodedPictures) {
    guard !pictures.isEmpty, pictures.support == pictureSupport else { return }
    if !hasPictures {
      hasPictures = true
      // From now on signals have to take them away too.
      arm()
    }
    if !pictures.uncovered.isEmpty { rewrite(pictures.uncovered) }
    guard !pictures.pieces.isEmpty else { return }
    pictureOutput.begin(pictures.pieces, at: Clock.now)
    pictureOutput.write()
  }

  /// Writes the text of cells again, whatever curses thinks of them.
  private func rewrite(_ rects: [Rect]) {
    for rect in rects {
      let (left, right) = (max(0, rect.x), min(rect.maxX, size.width))
      guard left < right else { continue }
      for row in max(0, rect.y)..<max(0, min(rect.maxY, size.height)) {
        shim_forget(Int32(row), Int32(left), Int32(right - left))
      }
    }
    flush()
  }

  /// Gives pictures up where they do not get through; true when that has just happened.
  package func checkPictures() -> Bool {
    guard pictureOutput.age(Clock.now) > patienceWithPictures else { return false }
    isTooSlowForPictures = true
    takePicturesAway()
    return true
  }

  /// Removes all pictures; whoever has some is to send them again.
  func takePicturesAway() {
    pictureGeneration += 1
    if pictureOutput.abandon() { write("\u{1b}\\") }
    guard hasPictures else { return }
    write(Self.picturesOff)
    SharedMemory.clear()
    // Sixel stays until its cells are written to.
    clearok(shim_curscr(), true)
  }

  /// Ends what may be half written, and removes kitty's pictures.
  static let picturesOff = "\u{1b}\\\u{1b}_Ga=d,d=A,q=2\u{1b}\\"
}
