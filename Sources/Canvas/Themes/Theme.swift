/// What colours mean. A nil colour is the terminal's own.
package struct Theme: Sendable, Equatable {
  /// The name it is asked for by.
  package var name: String
  /// Behind everything; nil leaves the terminal's background.
  package var background: Color?
  /// What faint things fade towards: the background as it is, or as it is presumed to be.
  package var fade: Color?
  /// Text that is to be read.
  package var text: Color?
  /// Text that may be read.
  package var dim: Color?
  /// Frames of panels.
  package var border: Color?
  /// The frame of the panel that has the focus.
  package var focus: Color?
  /// The program's name and headings.
  package var title: Color?
  /// Background of the title and status bars.
  package var bar: Color?
  /// The Neural ODE, wherever it appears.
  package var node: Color?
  /// The Augmented Neural ODE, wherever it appears.
  package var anode: Color?
  /// The residual network, wherever it appears.
  package var resnet: Color?
  /// Points whose target is −1.
  package var negative: Color?
  /// Points whose target is +1.
  package var positive: Color?
  /// The learned vector field.
  package var field: Color?
  /// The floor, axes within pictures, lines across charts.
  package var floor: Color?
  /// The plane or line where the output changes sign.
  package var decision: Color?
  /// The middle of maps, where the output is 0.
  package var neutral: Color?
  /// Colours of outputs from 0 to −1, where mixtures would not do: a palette of 256 has few dark
  /// yellows that look it.
  package var negativeSteps: [Color] = []
  /// Colours of outputs from 0 to 1.
  package var positiveSteps: [Color] = []
  /// Are all colours shown as they are? Then maps and depths need no steps.
  package var isFine = false
  /// A light that is on.
  package var good: Color?
  /// A light that warns.
  package var bad: Color?
  /// What is wanted to be seen first: keys, messages.
  package var highlight: Color?

  /// A theme whose colours are all the terminal's own.
  package init(name: String) {
    self.name = name
  }

  /// Has it no colours? Then things are told apart by glyphs, weight and reversal.
  package var isMono: Bool { text == nil && node == nil && positive == nil }

  /// The theme as a terminal of so many colours shows it, so that pictures in pixels stand on the
  /// same ground as text.
  package func shown(in depth: ColorDepth) -> Theme {
    var theme = depth == .none ? .mono : self
    theme.isFine = depth == .full
    if depth == .indexed, let background = theme.background {
      theme.background = Color.xterm(background.xterm256)
    }
    return theme
  }

  /// The colour of a class, by the sign of its target.
  package func classColor(_ label: Float) -> Color? { label < 0 ? negative : positive }

  /// The colour of a class where there are more than two, by its number: ten hues, then round
  /// again.
  package func classColor(number: Int) -> Color? {
    guard !isMono, let fade else { return nil }
    // The second ten are the first ones, lighter.
    let hue = Self.hues[max(0, number) % Self.hues.count]
    let isFirst = max(0, number) / Self.hues.count % 2 == 0
    let color = isFirst ? hue : hue.mixed(with: Color(255, 255, 255), 0.5)
    // On a light ground the same hues, darker.
    let isLight = Int(fade.red) + Int(fade.green) + Int(fade.blue) > 384
    return isLight ? color.mixed(with: Color(0, 0, 0), 0.42) : color
  }

  /// The colour of a number by its share 0…1 of the way from the least to the greatest: from one
  /// class's colour through that of text to the other's.
  package func numberColor(_ share: Float) -> Color? {
    guard !isMono, let negative, let positive, let text else { return nil }
    guard share.isFinite else { return faded(bad, 0.35) }
    let share = min(max(0, share), 1)
    return share < 0.5
      ? negative.mixed(with: text, 2 * share) : text.mixed(with: positive, 2 * share - 1)
  }

  /// The colour of a place of which a model says that it is of a class (by its number), the stronger
  /// the surer it is (0…1).
  package func mapColor(ofClass number: Int, sureness: Float) -> Color? {
    guard sureness.isFinite else { return faded(bad, 0.35) }
    let amount = min(max(0, sureness), 1)
    let level = isFine ? amount : (amount * 8).rounded() / 8
    return faded(classColor(number: number), 0.88 - 0.5 * level)
  }

  /// Neighbouring numbers differ in lightness as well as in hue, so that they stay apart for a
  /// colour-blind eye.
  private static let hues: [Color] = [
    0x5B9BF5, 0xFFB454, 0x3FA764, 0xFF7A8A, 0x9B7BE0, 0xE8D96A, 0xC25FA0, 0xD0D6DD, 0xB5713C,
    0x54D8E0,
  ].map { Color(hex: $0) }

  /// The glyph of a class, for where there is no colour.
  package func classGlyph(_ label: Float) -> Unicode.Scalar { label < 0 ? "o" : "+" }

  /// `color` brought `amount` (0…1) of the way to the background.
  package func faded(_ color: Color?, _ amount: Float) -> Color? {
    guard let color, let fade else { return color }
    return color.mixed(with: fade, amount)
  }

  /// The colour of an output of a model (targets ±1): negative ↔ neutral ↔ positive, in steps small
  /// enough to look smooth and few enough to be cheap to send. Not a number has the colour of what
  /// is wrong.
  package func mapColor(_ value: Float) -> Color? {
    if isFine { return smoothMapColor(value) }
    guard let negative, let positive, let neutral else { return nil }
    guard value.isFinite else { return faded(bad, 0.35) }
    let amount = min(abs(value), 1)
    let steps = value < 0 ? negativeSteps : positiveSteps
    if !steps.isEmpty {
      // The boundary at 0 is a thin dark line between two clear colours.
      let level = Int((amount * Float(steps.count)).rounded(.up))
      return amount < 0.08 ? neutral : steps[max(1, level) - 1]
    }
    let level = (amount * 10).rounded() / 10
    return neutral.mixed(with: value < 0 ? negative : positive, level == 0 ? 0 : 0.14 + 0.5 * level)
  }

  /// The same without steps, where every colour can be shown.
  package func smoothMapColor(_ value: Float) -> Color? {
    guard let negative, let positive, let neutral else { return nil }
    guard value.isFinite else { return faded(bad, 0.35) }
    let amount = min(abs(value), 1)
    // The boundary at 0 stays to be seen, as a line between two clear colours.
    let share = amount < 0.06 ? amount * 4 : 0.24 + 0.5 * (amount - 0.06)
    return neutral.mixed(with: value < 0 ? negative : positive, share)
  }
}
