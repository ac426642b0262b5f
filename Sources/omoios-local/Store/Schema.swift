internal import GRDB

extension Store {
  /// Times are text made by SQLite, so that order and format come from one place.
  static let now = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

  /// The tables; `seq` keeps the order of creation where two rows share a millisecond.
  static let schema = """
    CREATE TABLE IF NOT EXISTS users (
      id TEXT PRIMARY KEY, email TEXT NOT NULL UNIQUE, password TEXT NOT NULL,
      organization_id TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS tokens (
      token TEXT PRIMARY KEY, user_id TEXT NOT NULL, kind TEXT NOT NULL,
      expires REAL NOT NULL, dead INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX IF NOT EXISTS tokens_user ON tokens(user_id);
    CREATE TABLE IF NOT EXISTS api_keys (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL, name TEXT, created_at TEXT DEFAULT (\(now)));
    CREATE TABLE IF NOT EXISTS projects (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, organization_id TEXT NOT NULL,
      name TEXT NOT NULL, description TEXT, github_owner TEXT, github_repo TEXT,
      github_connected INTEGER NOT NULL DEFAULT 0,
      default_phase_id TEXT NOT NULL DEFAULT 'PHASE_BACKLOG',
      status TEXT NOT NULL DEFAULT 'active', settings TEXT,
      autonomous_execution_enabled INTEGER NOT NULL DEFAULT 0,
      created_at TEXT DEFAULT (\(now)), updated_at TEXT DEFAULT (\(now)));
    CREATE TABLE IF NOT EXISTS tickets (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, description TEXT,
      phase_id TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'backlog', priority TEXT NOT NULL,
      project_id TEXT, approval_status TEXT NOT NULL DEFAULT 'approved', dependencies TEXT,
      spec_id TEXT, is_blocked INTEGER NOT NULL DEFAULT 0, blocker_type TEXT,
      embedded INTEGER NOT NULL DEFAULT 0,
      created_at TEXT DEFAULT (\(now)), updated_at TEXT DEFAULT (\(now)));
    CREATE INDEX IF NOT EXISTS tickets_project ON tickets(project_id);
    CREATE INDEX IF NOT EXISTS tickets_spec ON tickets(spec_id);
    CREATE INDEX IF NOT EXISTS tickets_embedded ON tickets(title) WHERE embedded;
    CREATE TABLE IF NOT EXISTS tasks (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, ticket_id TEXT NOT NULL,
      phase_id TEXT NOT NULL, task_type TEXT NOT NULL, title TEXT, description TEXT,
      priority TEXT NOT NULL, status TEXT NOT NULL DEFAULT 'pending', sandbox_id TEXT,
      assigned_agent_id TEXT, conversation_id TEXT, result TEXT, error_message TEXT,
      dependencies TEXT, execution_config TEXT, timeout_seconds INTEGER,
      retry_count INTEGER NOT NULL DEFAULT 0, max_retries INTEGER NOT NULL DEFAULT 3,
      poisoned INTEGER NOT NULL DEFAULT 0,
      created_at TEXT DEFAULT (\(now)), updated_at TEXT DEFAULT (\(now)),
      started_at TEXT, completed_at TEXT);
    CREATE INDEX IF NOT EXISTS tasks_ticket ON tasks(ticket_id);
    CREATE INDEX IF NOT EXISTS tasks_poisoned ON tasks(id) WHERE poisoned;
    CREATE TABLE IF NOT EXISTS task_edges (
      task_id TEXT NOT NULL, depends_on TEXT NOT NULL, place INTEGER NOT NULL);
    CREATE INDEX IF NOT EXISTS task_edges_from ON task_edges(task_id);
    CREATE INDEX IF NOT EXISTS task_edges_to ON task_edges(depends_on);
    CREATE TABLE IF NOT EXISTS specs (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, project_id TEXT NOT NULL,
      title TEXT NOT NULL, description TEXT, status TEXT NOT NULL DEFAULT 'draft',
      phase TEXT NOT NULL DEFAULT 'Requirements', linked_tickets INTEGER NOT NULL DEFAULT 0,
      design TEXT, archived INTEGER NOT NULL DEFAULT 0,
      created_at TEXT DEFAULT (\(now)), updated_at TEXT DEFAULT (\(now)));
    CREATE INDEX IF NOT EXISTS specs_project ON specs(project_id);
    CREATE TABLE IF NOT EXISTS requirements (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, spec_id TEXT NOT NULL,
      title TEXT NOT NULL, condition TEXT NOT NULL, action TEXT NOT NULL,
      linked_design TEXT, status TEXT NOT NULL DEFAULT 'pending');
    CREATE INDEX IF NOT EXISTS requirements_spec ON requirements(spec_id);
    CREATE TABLE IF NOT EXISTS criteria (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, requirement_id TEXT NOT NULL,
      text TEXT NOT NULL, completed INTEGER NOT NULL DEFAULT 0);
    CREATE INDEX IF NOT EXISTS criteria_requirement ON criteria(requirement_id);
    CREATE TABLE IF NOT EXISTS spec_versions (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL, spec_id TEXT NOT NULL,
      version_number INTEGER NOT NULL, change_type TEXT NOT NULL, change_summary TEXT NOT NULL,
      created_at TEXT DEFAULT (\(now)));
    CREATE INDEX IF NOT EXISTS spec_versions_spec ON spec_versions(spec_id);
    """
}
