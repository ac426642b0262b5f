internal import HTTPTypes
internal import Hummingbird

/// What a route has to say.
struct Answer: Sendable {
  var status: HTTPResponse.Status = .ok
  var body: JSON? = nil
  var headers: HTTPFields = [:]

  static func ok(_ body: JSON) -> Answer { Answer(body: body) }

  var response: Response {
    var headers = headers
    guard let body else { return Response(status: status, headers: headers) }
    headers[.contentType] = "application/json"
    return Response(
      status: status, headers: headers,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.bytes)))
  }
}

/// A request that is not answered with success, in one of the four shapes of the original.
struct Refusal: Error {
  let answer: Answer

  /// Shape 1: a text.
  init(_ status: HTTPResponse.Status, _ detail: String) {
    answer = Answer(status: status, body: ["detail": .string(detail)])
  }

  /// Shape 2: what was wrong with the request, each with the value that was sent.
  init(invalid problems: [JSON]) {
    answer = Answer(status: .unprocessableContent, body: ["detail": .array(problems)])
  }

  /// Shape 4: the limiter, which names no time to wait unless a test asks for it.
  init(limit: String, retryAfter: Int? = nil) {
    var answer = Answer(
      status: .tooManyRequests, body: ["error": .string("Rate limit exceeded: \(limit)")])
    if let retryAfter { answer.headers[.retryAfter] = String(retryAfter) }
    self.answer = answer
  }

  init(_ answer: Answer) { self.answer = answer }

  static func unauthorized(_ detail: String) -> Refusal {
    var answer = Refusal(.unauthorized, detail).answer
    answer.headers[.wwwAuthenticate] = "Bearer"
    return Refusal(answer)
  }

  /// What every unexpected failure of the original looks like.
  static var crash: Refusal { Refusal(.internalServerError, "Internal server error") }
}
