import NeuralODE

/// The images of a plan.
package struct PlanImages: Sendable, Equatable {
  /// What they are.
  package let setting: ImageSetting
  /// The images themselves; nil where nothing is run, as in merging.
  package let set: ImageSet?

  /// Images to be learned.
  package init(_ set: ImageSet, filters: Int? = nil) {
    setting = ImageSetting(set, filters: filters)
    self.set = set
  }

  /// Images that others have learned.
  package init(setting: ImageSetting) {
    self.setting = setting
    set = nil
  }

  /// The digits that come with the program.
  package static let digits = PlanImages(.digits)
}
