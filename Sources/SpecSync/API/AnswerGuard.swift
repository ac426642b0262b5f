internal import NIOCore
internal import NIOHTTP1

/// Ends a connection on which an answer comes that HTTP does not have, before the client sees it.
///
/// The client trusts its parser, and that lets a status of 000 to 099 through, on which the client
/// stops the whole process.
final class AnswerGuard: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias InboundOut = HTTPClientResponsePart

  /// What is wrong with an answer.
  enum Problem: Error, Equatable {
    case status(UInt)
    case notices
  }

  /// `100 Continue` and its like may come before an answer, a few of them.
  private static let mostNotices = 20
  private var notices = 0
  private var isEnded = false

  /// Stands behind the parser of a connection.
  static func install(on channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.submit {
      let pipeline = channel.pipeline.syncOperations
      let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
      try pipeline.addHandler(AnswerGuard(), position: .after(parser))
    }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isEnded { return }
    if case .head(let head) = unwrapInboundIn(data) {
      notices = head.status.code < 200 ? notices + 1 : 0
      if head.status.code < 100 || head.status.code > 999 {
        return end(context, .status(head.status.code))
      }
      if notices > Self.mostNotices { return end(context, .notices) }
    }
    context.fireChannelRead(data)
  }

  private func end(_ context: ChannelHandlerContext, _ problem: Problem) {
    isEnded = true
    context.fireErrorCaught(problem)
    context.close(promise: nil)
  }
}
