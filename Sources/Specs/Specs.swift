package import Frontmatter
