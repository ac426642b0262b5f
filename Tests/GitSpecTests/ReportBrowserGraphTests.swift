import Foundation
import TestSupport
import Testing

/// The page's graph under the mouse and the keyboard.
extension ReportBrowserTests {
  // MARK: Graph

  @Test func aClickKeepsWhatBelongsToASpec() throws {
    let result = try visit(
      """
      result.all = kept();
      await click(node("TSK-002"));
      result.kept = kept();
      result.pressed = node("TSK-002").getAttribute("aria-pressed");
      result.details = text("#h-details");
      await press("Escape");
      result.again = kept();
      await click('[data-graph="trace"]');
      await click(node("REQ-PAY-FUNC-001"));
      result.trace = kept();
      """)
    #expect(list(result, "all") == ["TSK-001", "TSK-002", "TSK-003", "TSK-004"])
    #expect(list(result, "kept") == ["TSK-001", "TSK-002", "TSK-003"])
    #expect(words(result, "pressed") == "true")
    #expect(words(result, "details") == "TSK-002")
    #expect(list(result, "again") == ["TSK-001", "TSK-002", "TSK-003", "TSK-004"])
    #expect(
      list(result, "trace") == [
        "REQ-PAY-001", "REQ-PAY-FUNC-001", "TKT-001", "TSK-001", "TSK-002", "TSK-003",
      ])
  }

  @Test func theKeyboardGoesAlongTheGraph() throws {
    let result = try visit(
      """
      const stops = () => all('[data-node][tabindex="0"]').map(nodeOf);
      const here = () => nodeOf(document.activeElement);
      result.stops = stops();
      $('[data-node][tabindex="0"]').focus();
      result.start = here();
      await press("Home");
      result.home = here();
      await press("ArrowRight");
      result.right = here();
      result.moved = stops();
      await press("ArrowRight");
      result.end = here();
      await press("ArrowLeft");
      result.left = here();
      await press("Enter");
      result.kept = kept();
      result.focus = here();
      result.name = document.activeElement.getAttribute("aria-label");
      await press("Escape");
      result.again = kept().length;
      result.stays = here();
      """)
    #expect(list(result, "stops") == ["TSK-002"])
    #expect(words(result, "start") == "TSK-002")
    #expect(words(result, "home") == "TSK-001")
    #expect(words(result, "right") == "TSK-002")
    #expect(list(result, "moved") == ["TSK-002"])
    #expect(words(result, "end") == "TSK-003")
    #expect(words(result, "left") == "TSK-002")
    #expect(list(result, "kept") == ["TSK-001", "TSK-002", "TSK-003"])
    #expect(words(result, "focus") == "TSK-002")
    #expect(
      words(result, "name")
        == "TSK-002; Ask the bank; task, pending; ready; waits for TSK-001;"
        + " leads to TSK-003; on the critical path")
    #expect(result["again"] as? Int == 4)
    #expect(words(result, "stays") == "TSK-002")
  }

  @Test func theGraphZoomsAndMoves() throws {
    let result = try visit(
      """
      const view = () => $("svg > g").getAttribute("transform").match(/[-\\d.]+/g).map(Number);
      const [x, y, scale] = view();
      await click('[data-zoom="+"]');
      result.button = view()[2] / scale;
      $('[data-node][tabindex="0"]').focus();
      await press("0");
      result.fit = view()[2] / scale;
      await press("+");
      result.key = view()[2] / scale;
      await press("-");
      const before = view();
      await press("ArrowRight", { shiftKey: true });
      result.pan = view()[0] - before[0];
      const at = { clientX: 500, clientY: $("svg").getBoundingClientRect().top + 100 };
      const wheel = new WheelEvent("wheel", { deltaY: -200, bubbles: true, cancelable: true, ...at });
      $("svg").dispatchEvent(wheel);
      result.wheel = view()[2] / before[2];
      result.prevented = wheel.defaultPrevented;
      const start = view();
      const pointer = (name, by) => $("svg").dispatchEvent(new PointerEvent(name,
        { pointerId: 7, bubbles: true, clientX: at.clientX + by, clientY: at.clientY }));
      pointer("pointerdown", 0);
      pointer("pointermove", 30);
      pointer("pointermove", 50);
      pointer("pointerup", 50);
      result.drag = view()[0] - start[0];
      pointer("pointermove", 90);
      result.released = view()[0] - start[0];
      await wait();
      await click(node("TSK-004"));
      result.clicked = kept();
      const touch = (name, id, x) => $("svg").dispatchEvent(new PointerEvent(name,
        { pointerId: id, bubbles: true, clientX: x, clientY: at.clientY }));
      const close = view()[2];
      touch("pointerdown", 1, 400);
      touch("pointerdown", 2, 500);
      touch("pointermove", 2, 600);
      result.pinch = view()[2] / close;
      """)
    func number(_ name: String) -> Double {
      result[name] as? Double ?? Double(result[name] as? Int ?? -1)
    }
    #expect(abs(number("button") - 1.3) < 0.001)
    #expect(abs(number("fit") - 1) < 0.001)
    #expect(abs(number("key") - 1.3) < 0.001)
    #expect(abs(number("pan") + 60) < 0.001)
    #expect(number("wheel") > 1.2)
    #expect(result["prevented"] as? Bool == true)
    #expect(abs(number("drag") - 50) < 0.001)
    #expect(number("released") == number("drag"))
    #expect(abs(number("pinch") - 2) < 0.001)
    // A click of no pointer, as screen readers make it, is no end of that drag.
    #expect(list(result, "clicked") == ["TSK-004"])
  }

  @Test func circlesAndWhatIsMissingAreMarked() throws {
    let result = try visit(
      of: ReportSample.troubled,
      """
      result.circle = node("TSK-010").classList.contains("circle");
      result.back = all(".edge.back").length;
      result.missing = node("TSK-999").getAttribute("aria-label");
      result.words = text("#graph");
      """)
    #expect(result["circle"] as? Bool == true)
    #expect(result["back"] as? Int == 1)
    #expect(words(result, "missing") == "TSK-999; does not exist; leads to TSK-012")
    #expect(
      words(result, "words")?.contains("these wait for each other: TSK-010 → TSK-011 → TSK-010")
        == true)
  }

  /// More specs than are drawn at once: the picture is made when it is asked for, as far as in view.
  @Test func aLargeGraphIsDrawnAsFarAsItIsInView() throws {
    var files = ReportSample.whole
    for number in 100..<600 {
      files[".omoi_os/tasks/TSK-\(number).md"] = Sample.task(
        "TSK-\(number)", title: "Task", dependsOn: number > 100 ? ["TSK-\(number - 1)"] : [])
    }
    let result = try visit(
      of: files,
      """
      result.before = all("[data-node]").length;
      result.offer = text("#graph");
      await click("[data-open]");
      await wait(1500);
      result.near = all("[data-node]").length;
      await click('[data-zoom="0"]');
      await wait(1500);
      result.far = [all("[data-node]").length, all(".far").length];
      $('[data-node][tabindex="0"]').focus();
      await press("End");
      result.end = nodeOf(document.activeElement);
      location.hash = "#TSK-300";
      await wait();
      await click('[data-act="graph"]');
      await wait(300);
      result.shown = nodeOf(document.activeElement);
      """)
    #expect(result["before"] as? Int == 0)
    #expect(words(result, "offer")?.contains("504 specs are not drawn yet.") == true)
    let near = result["near"] as? Int ?? 0
    #expect(near > 1 && near < 100)
    #expect((result["far"] as? [Int])?.first == 1)
    #expect(((result["far"] as? [Int])?.last ?? 0) > 0)
    #expect(words(result, "end") == "TSK-599")
    #expect(words(result, "shown") == "TSK-300")
  }
}
