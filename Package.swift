// swift-tools-version: 6.2
import PackageDescription

// Targets stand inner to outer: each imports only what stands before it.
// docs/architecture.md says what each holds and why each dependency is here.

/// While one target is worked on: `DEADLINED_ONLY=CivilTime,WorkLists swift test` plans only these and their tests.
let only = Context.environment["DEADLINED_ONLY"].map { Set($0.split(separator: ",").map(String.init)) }

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")

let targets: [Target] = [
    .systemLibrary(
        name: "CLibcurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CJemalloc", pkgConfig: "jemalloc", providers: [.apt(["libjemalloc-dev"])]),
    .systemLibrary(name: "CLibyaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "CivilTime"),
    .target(name: "WorkLists", dependencies: ["CLibyaml", "CivilTime"]),
    .target(
        name: "Reminders",
        dependencies: [
            "CivilTime", "WorkLists",
            .product(name: "HeapModule", package: "swift-collections"),
        ]),
    .target(name: "Settings", dependencies: ["CivilTime", "WorkLists", "Reminders", crypto]),
    .target(
        name: "Messages",
        dependencies: [
            "CivilTime", "WorkLists", "Reminders", "Settings", crypto,
            .product(name: "Mustache", package: "swift-mustache"),
        ]),
    .target(name: "DeliveryLog", dependencies: ["CivilTime", "WorkLists", "Reminders", crypto, grdb, sqlite]),
    .target(
        name: "Couriers",
        dependencies: [
            "CLibcurl", "CivilTime", "WorkLists", "Reminders", "Settings", "Messages", crypto,
            .product(name: "DequeModule", package: "swift-collections"),
        ]),
    .target(
        name: "Control",
        dependencies: ["CivilTime", "WorkLists", "Reminders", "Settings", "Messages"]),
    .target(
        name: "Daemon",
        dependencies: [
            "CJemalloc", "CivilTime", "WorkLists", "Reminders", "Settings", "Messages", "DeliveryLog", "Couriers",
            "Control",
            log, crypto,
            .product(name: "DequeModule", package: "swift-collections"),
            .product(name: "Hummingbird", package: "hummingbird"),
            .product(name: "HummingbirdCore", package: "hummingbird"),
            .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            .product(name: "NIOCore", package: "swift-nio"),
            .product(name: "NIOPosix", package: "swift-nio"),
            .product(name: "HTTPTypes", package: "swift-http-types"),
        ]),
    .executableTarget(name: "deadlined", dependencies: ["CivilTime", "Control", "Daemon", argumentParser]),
    .executableTarget(
        name: "deadlinectl",
        dependencies: [
            "CLibcurl", "CivilTime", "WorkLists", "Reminders", "Settings", "Messages", "Control", argumentParser,
        ]),

    .executableTarget(
        name: "deadlined-bench",
        dependencies: ["CJemalloc", "CivilTime", "WorkLists", "Reminders", "Settings", "Messages", "Control"],
        path: "Benchmarks/deadlined-bench"),

    .target(name: "TestSupport", path: "Tests/Support"),
    .testTarget(name: "CivilTimeTests", dependencies: ["CivilTime", "TestSupport"], exclude: ["Oracles"]),
    .testTarget(
        name: "WorkListsTests", dependencies: ["CivilTime", "WorkLists", "TestSupport"], exclude: ["Fixtures"]),
    .testTarget(
        name: "RemindersTests", dependencies: ["CivilTime", "WorkLists", "Reminders", "TestSupport"],
        exclude: ["Golden", "Oracles"]),
    .testTarget(
        name: "SettingsTests",
        dependencies: ["CivilTime", "WorkLists", "Reminders", "Settings", "TestSupport"], exclude: ["Golden"]),
    .testTarget(
        name: "MessagesTests",
        dependencies: [
            "CivilTime", "WorkLists", "Reminders", "Settings", "Messages", "TestSupport",
            .product(name: "SwiftCSV", package: "SwiftCSV"),
            .product(name: "Mustache", package: "swift-mustache"),
        ], exclude: ["Golden"]),
    .testTarget(
        name: "DeliveryLogTests",
        dependencies: ["CivilTime", "WorkLists", "Reminders", "DeliveryLog", "TestSupport", grdb]),
    .testTarget(
        name: "CouriersTests",
        dependencies: [
            "CLibcurl", "CivilTime", "Reminders", "Settings", "Messages", "Couriers", "TestSupport", crypto,
        ], exclude: ["Servers"]),
    .testTarget(name: "ControlTests", dependencies: ["WorkLists", "Reminders", "Settings", "Control", "TestSupport"]),
    .testTarget(
        name: "DaemonTests",
        dependencies: [
            "CivilTime", "WorkLists", "Reminders", "Settings", "Messages", "DeliveryLog", "Couriers", "Control",
            "Daemon", "TestSupport", "CJemalloc", log,
        ], exclude: ["Golden"]),
    .testTarget(
        name: "deadlinectlTests",
        dependencies: [
            "CivilTime", "WorkLists", "Reminders", "Settings", "Messages", "Control", "deadlinectl", "TestSupport",
        ], exclude: ["Golden", "Servers"]),
    .testTarget(
        name: "EndToEndTests", dependencies: ["CivilTime", "TestSupport", "deadlined", "deadlinectl"],
        exclude: ["Servers"]),
]

let package = Package(
    name: "deadlined",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: targets.filter { target in
        guard let only else { return true }
        return only.contains(target.name) || target.name == "TestSupport"
            || ["CLibcurl", "CJemalloc", "CLibyaml"].contains(target.name)
            || (target.name.hasSuffix("Tests") && only.contains(String(target.name.dropLast(5))))
    },
    swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
