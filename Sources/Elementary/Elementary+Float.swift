// The functions of Float: those of Double, rounded. But for the rounding twice they are correctly
// rounded.
extension Elementary {
  /// eˣ
  public static func exp(_ x: Float) -> Float { Float(exp(Double(x))) }
  /// log₁₀ x
  public static func log10(_ x: Float) -> Float { Float(log10(Double(x))) }
  /// sin x
  public static func sin(_ x: Float) -> Float { Float(sin(Double(x))) }
  /// cos x
  public static func cos(_ x: Float) -> Float { Float(cos(Double(x))) }
  /// The angle of the point (x, y), −π…π.
  public static func atan2(_ y: Float, _ x: Float) -> Float { Float(atan2(Double(y), Double(x))) }
}
