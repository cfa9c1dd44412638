import FoundationEssentials

/// Base64, as kitty's protocol has names in.
enum Base64 {
  static func text(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
