"""Numbers in, numbers out: numpy (Pillow for pixels, pycocotools for masks), versioned where a stored figure depends on it."""
