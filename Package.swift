// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "git-spec",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "git-spec", targets: ["git-spec"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .systemLibrary(
      name: "CGit2", pkgConfig: "libgit2",
      providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "Git", dependencies: ["CGit2"], swiftSettings: settings),
    .target(name: "Frontmatter", dependencies: ["CYAML"], swiftSettings: settings),
    .target(name: "Specs", dependencies: ["Frontmatter"], swiftSettings: settings),
    .executableTarget(
      name: "git-spec",
      dependencies: [
        "Git", "Specs", "Frontmatter",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(
      name: "GitTests", dependencies: ["Git", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "FrontmatterTests", dependencies: ["Frontmatter", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "SpecsTests", dependencies: ["Specs", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "MergeTests", dependencies: ["Specs", "Frontmatter", "Git", "TestSupport"],
      exclude: ["Cases"], swiftSettings: settings),
    .testTarget(
      name: "GitSpecTests",
      dependencies: ["git-spec", "Git", "Specs", "Frontmatter", "TestSupport"],
      exclude: ["Snapshots"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)

// Built only by scripts/fuzz: libFuzzer brings its own entry point.
if Context.environment["GIT_SPEC_FUZZ"] == "1" {
  package.products.append(.executable(name: "fuzz", targets: ["fuzz"]))
  package.targets.append(
    .executableTarget(
      name: "fuzz", dependencies: ["Frontmatter", "Git", "Specs"], path: "Tests/Fuzz",
      exclude: ["dictionary.txt"], swiftSettings: settings))
}

// Built only by scripts/bench.
if Context.environment["GIT_SPEC_BENCH"] == "1" {
  package.products.append(.executable(name: "bench", targets: ["bench"]))
  package.targets.append(
    .executableTarget(
      name: "bench", dependencies: ["Frontmatter"], path: "Tests/Bench", swiftSettings: settings))
}
