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
    .executable(name: "git-spec", targets: ["git-spec"]),
    .executable(name: "omoios-local", targets: ["omoios-local"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.6.0"),
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
    .target(
      name: "SpecSync",
      dependencies: [
        "Specs", "Frontmatter",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "omoios-local",
      dependencies: [
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "git-spec",
      dependencies: [
        "Git", "Specs", "Frontmatter", "SpecSync",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [
        .embedInCode("Resources/report.html"), .embedInCode("Resources/report.css"),
        .embedInCode("Resources/report.policy"),
        .embedInCode("Resources/report-elements.js"), .embedInCode("Resources/report-specs.js"),
        .embedInCode("Resources/report-sections.js"), .embedInCode("Resources/report-findings.js"),
        .embedInCode("Resources/report-picture.js"), .embedInCode("Resources/report-stage.js"),
        .embedInCode("Resources/report-graph.js"), .embedInCode("Resources/report-page.js"),
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
      name: "SpecSyncTests",
      dependencies: ["SpecSync", "Specs", "Frontmatter", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LocalServerTests", dependencies: ["omoios-local", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "GitSpecTests",
      dependencies: ["git-spec", "omoios-local", "Git", "Specs", "Frontmatter", "TestSupport"],
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
      name: "bench", dependencies: ["Frontmatter", "TestSupport"], path: "Tests/Bench",
      swiftSettings: settings))
}
