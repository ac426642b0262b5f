/// Stands in for mbedTLS's own function, which libgit2 calls when it starts to read the system's
/// certificates: 5 ms of each run in Debian's build, for connections that are never made through
/// libgit2 here. Fetching is the git command's work.
///
/// The loader prefers a program's own symbol to a library's; libgit2 built with another TLS
/// library does not ask for this one. Zero says that the file was read, with no certificate in it.
@_cdecl("mbedtls_x509_crt_parse_file")
public func readNoCertificates(_ chain: OpaquePointer?, _ path: UnsafePointer<CChar>?) -> CInt { 0 }
