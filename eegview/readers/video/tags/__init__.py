"""What a video file tells beside pictures and sound: tags, edit lists, what its maker wrote between the pictures."""
