import Canvas
import FoundationEssentials
import Interface

extension DuelProgram {
  /// Starts a demo with a new duel.
  func begin(_ script: DemoScript, stopsAtMarks: Bool) {
    course = nil
    begin(DemoConduct(script, stopsAtMarks: stopsAtMarks))
  }

  /// Starts the course's current lesson.
  func begin(_ course: Course, stopsAtMarks: Bool) {
    self.course = course
    begin(DemoConduct(course, stopsAtMarks: stopsAtMarks))
  }

  private func begin(_ conduct: DemoConduct) {
    exercise = nil
    demo = conduct
    obey(state.reset())
    showCaption()
  }

  func moveCourse(by step: Int) {
    guard var course, let demo else {
      return state.say("no course is running; anode lesson all plays all lessons")
    }
    guard course.move(by: step) else {
      return state.say("this is the \(step > 0 ? "last" : "first") lesson of the course")
    }
    begin(course, stopsAtMarks: demo.player.stopsAtMarks)
  }

  func beginLesson(_ index: Int) {
    let lessons = DemoLibrary.lessons
    guard lessons.indices.contains(index) else { return }
    begin(lessons[index].script, stopsAtMarks: true)
  }

  /// Returns false if the key belongs to the duel.
  func handleInDemo(_ key: Key) -> Bool {
    guard let answer = demo?.handle(key, state) else { return false }
    if answer == .back { obey(demo?.takeBack(&state) ?? []) }
    if answer == .stepBack { obey(demo?.stepBack(&state) ?? []) }
    if answer == .end {
      let farewell = demo?.farewell(state)
      (demo, course) = (nil, nil)
      obey([.send(.stop(nil)), .send(.forget)] + state.setCaptionAndSettle(nil))
      if let farewell { state.say(farewell) }
    }
    showCaption()
    return answer != .duel
  }

  func advanceDemo(by seconds: Double) {
    guard var playing = demo, playing.isMoving else { return }
    let effects = playing.advance(by: seconds, &state, snapshots)
    demo = playing
    demoFailure = demoFailure ?? playing.failure
    showCaption()
    obey(effects, by: scriptPermission)
    if playing.isNextDue { moveCourse(by: 1) }
  }

  private func showCaption() {
    guard demo != nil else { return }
    demo?.showCaption(&state)
    if let page = demo?.notesPage { notes?.show(page) }
  }

  // MARK: Recording

  /// Starts a recording in a new file, or ends the current one.
  func toggleRecording(by permission: WritePermission = .person) {
    if let recorder {
      do throws(CastError) {
        try recorder.close(at: recordingTime)
        state.say("recorded \(recordingPath)")
      } catch {
        state.say("the recording ends: \(error)")
      }
      self.recorder = nil
    } else {
      recordingPath =
        permission.freeName((1...9999).lazy.map { "anode-\($0).cast" }) ?? "anode-0.cast"
      recordingTime = 0
      do {
        recorder = try CastWriter(
          path: recordingPath, version: .v2, size: (state.width, state.height),
          title: "anode duel",
          timestamp: Int(Date().timeIntervalSince1970), permission: permission)
        state.say("recording to \(recordingPath)")
      } catch {
        state.say("\(error)")
      }
    }
    state.setRecording(recorder != nil)
  }

  /// Adds a frame to the recording; a failure ends only the recording.
  func record(_ grid: CellGrid) {
    guard let recorder else { return }
    do throws(CastError) {
      try recorder.frame(grid, at: recordingTime)
    } catch {
      self.recorder = nil
      state.setRecording(false)
      state.say("the recording ends: \(error)")
    }
  }

  /// Adds a marker, if a recording is running.
  func markRecording(_ name: String) { try? recorder?.marker(name, at: recordingTime) }
}
