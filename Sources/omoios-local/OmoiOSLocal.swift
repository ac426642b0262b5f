internal import GRDB
internal import Hummingbird

@main struct OmoiOSLocal { static func main() async throws { print("x") } }
