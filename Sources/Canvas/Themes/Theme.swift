/// Colours by their meaning. A nil colour is the terminal's own.
package struct Theme: Sendable, Equatable {
  package var name: String
  package var background: Color?
  /// Faint marks fade towards it: the background, or a guess of it.
  package var fade: Color?
  package var text: Color?
  /// Secondary text.
  package var dim: Color?
  /// Frames of panels.
  package var border: Color?
  /// The frame of the panel with the focus.
  package var focus: Color?
  /// The program's name and headings.
  package var title: Color?
  /// Background of the title and status bars.
  package var bar: Color?
  /// Of the models of each family, by its name.
  package var families: [String: Color] = [:]
  /// Points with target −1.
  package var negative: Color?
  /// Points with target +1.
  package var positive: Color?
  /// Of more than two classes.
  package var hues: [Color] = []
  /// The learned vector field.
  package var field: Color?
  /// Speeds from slow to fast, away from the background's lightness in equal steps to the eye. Rose
  /// is no class's or model's hue, and grey to the colour-blind, who see blue and yellow.
  package var speed: [Color] = []
  /// The floor, axes within pictures, grid lines of charts.
  package var floor: Color?
  /// The readout plane, where the output is 0.
  package var decision: Color?
  /// The middle of maps, where the output is 0.
  package var neutral: Color?
  /// Colours of outputs from 0 to −1 where mixing fails: a palette of 256 has few dark yellows.
  package var negativeSteps: [Color] = []
  /// Colours of outputs from 0 to 1.
  package var positiveSteps: [Color] = []
  /// Whether the terminal shows 24 bits; maps and depths then need no steps.
  package var isFine = false
  /// The colours that the terminal has.
  package private(set) var depth = ColorDepth.full
  /// Indicator lights.
  package var good: Color?
  package var bad: Color?
  /// Keys, messages.
  package var highlight: Color?

  package init(name: String) {
    self.name = name
  }

  /// Without colours, glyphs, weight and reversal make the distinctions.
  package var isMono: Bool { text == nil && families.isEmpty && positive == nil }

  /// The theme as a terminal of this depth shows it: pictures in pixels get the same background as
  /// text.
  package func shown(in depth: ColorDepth) -> Theme {
    var theme = self
    switch depth {
    case .full: theme.isFine = true
    case .indexed: theme.background = background?.shown(in: depth)
    case .ansi where !isMono:
      theme = isLight ? .sixteenOnWhite : .sixteenOnBlack
      theme.name = name
    case .ansi, .none: theme = .mono
    }
    theme.depth = depth
    return theme
  }

  package var isLight: Bool { (background?.luminance ?? 0) > 0.18 }

  /// By the sign of the target.
  package func classColor(_ label: Float) -> Color? { label < 0 ? negative : positive }

  /// For more than two classes: the hues, then the same nearer to the text's colour, then from the
  /// start.
  package func classColor(number: Int) -> Color? {
    guard !hues.isEmpty, let text else { return nil }
    let hue = hues[max(0, number) % hues.count]
    return max(0, number) / hues.count % 2 == 0 ? hue : hue.mixed(with: text, 0.5)
  }

  /// The colour of a share 0…1 of a range: from `negative` through `text` to `positive`.
  package func numberColor(_ share: Float) -> Color? {
    guard !isMono, let negative, let positive, let text else { return nil }
    guard share.isFinite else { return wash(bad, 0.35) }
    let share = min(max(0, share), 1)
    return share < 0.5
      ? negative.mixed(with: text, 2 * share) : text.mixed(with: positive, 2 * share - 1)
  }

  /// The colour of a share 0…1 of the reference speed, in few steps: each is a colour to send.
  package func speedColor(_ share: Float) -> Color? {
    guard !isMono, speed.count > 1 else { return nil }
    guard share.isFinite else { return bad }
    // Mixed colours may be one colour in a palette.
    let steps = isFine ? 2 : 1
    let level = Int((min(max(0, share), 1) * Float(steps * (speed.count - 1))).rounded())
    let lower = speed[level / steps]
    return level % steps == 0 ? lower : lower.mixed(with: speed[level / steps + 1], 0.5)
  }

  /// The colour of a place that a model assigns to a class; stronger with the margin (0…1).
  package func mapColor(ofClass number: Int, margin: Float) -> Color? {
    guard margin.isFinite else { return wash(bad, 0.35) }
    let amount = min(max(0, margin), 1)
    let level = isFine ? amount : (amount * 8).rounded() / 8
    return wash(classColor(number: number), 0.88 - 0.5 * level)
  }

  /// For themes without colour.
  package func classGlyph(_ label: Float) -> Unicode.Scalar { label < 0 ? "o" : "+" }

  /// The least contrast of strokes and marks with the background (WCAG 2.2, 1.4.11).
  package static let leastContrast: Float = 3

  /// The colour of a faint stroke or mark: `amount` (0…1) of the way from `color` to the faintest
  /// that still has `leastContrast`.
  package func faded(_ color: Color?, _ amount: Float) -> Color? {
    guard let color, let fade, let background else { return color }
    func mixed(_ share: Float) -> Color { color.mixed(with: fade, share) }
    // A margin for what a palette rounds; finding its nearest colour at every step would be slow.
    let least = depth == .full ? Self.leastContrast : 1.2 * Self.leastContrast
    var (most, limit): (Float, Float) = (0, 1)
    for _ in 0..<6 {
      let middle = (most + limit) / 2
      if mixed(middle).contrast(with: background) >= least { most = middle } else { limit = middle }
    }
    var share = most * min(max(0, amount), 1)
    while share > 0,
      mixed(share).shown(in: depth).contrast(with: background) < Self.leastContrast
    {
      share = max(0, share - 0.03)
    }
    return mixed(share)
  }

  /// The colour of an area: `color` mixed with `amount` (0…1) of the background.
  package func wash(_ color: Color?, _ amount: Float) -> Color? {
    guard let color, let fade else { return color }
    return color.mixed(with: fade, amount)
  }

  /// The colour of a model's output (targets ±1): negative ↔ neutral ↔ positive, in steps small
  /// enough to look smooth and few enough to be cheap to send. NaN is a faded `bad`.
  package func mapColor(_ value: Float) -> Color? {
    if isFine { return smoothMapColor(value) }
    guard let negative, let positive, let neutral else { return nil }
    guard value.isFinite else { return wash(bad, 0.35) }
    let amount = min(abs(value), 1)
    let steps = value < 0 ? negativeSteps : positiveSteps
    if !steps.isEmpty {
      // The boundary at 0 is a thin neutral line between two clear colours.
      let level = Int((amount * Float(steps.count)).rounded(.up))
      return amount < 0.08 ? neutral : steps[max(1, level) - 1]
    }
    let level = (amount * 10).rounded() / 10
    return neutral.mixed(with: value < 0 ? negative : positive, level == 0 ? 0 : 0.14 + 0.5 * level)
  }

  /// `mapColor` without steps, for 24-bit colour.
  package func smoothMapColor(_ value: Float) -> Color? {
    guard let negative, let positive, let neutral else { return nil }
    guard value.isFinite else { return wash(bad, 0.35) }
    let amount = min(abs(value), 1)
    // The boundary at 0 stays visible, as a line between two clear colours.
    let share = amount < 0.06 ? amount * 4 : 0.24 + 0.5 * (amount - 0.06)
    return neutral.mixed(with: value < 0 ? negative : positive, share)
  }
}
