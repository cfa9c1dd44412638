@_exported import CellGraphics
@_exported import LiveSession
